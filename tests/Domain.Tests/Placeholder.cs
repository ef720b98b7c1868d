namespace Hidori.Domain.Tests;

public sealed class Placeholder;
