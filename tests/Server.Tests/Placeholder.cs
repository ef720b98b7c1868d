namespace Hidori.Server.Tests;

public sealed class Placeholder;
