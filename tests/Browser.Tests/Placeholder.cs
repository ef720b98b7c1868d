namespace Hidori.Browser.Tests;

public sealed class Placeholder;
