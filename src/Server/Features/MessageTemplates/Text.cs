using Hidori.Server.Ui;

namespace Hidori.Server.Features.MessageTemplates;

internal static class Text
{
    private static readonly Words Words = new(typeof(Text));

    public static string Of(string key, params object[] args) => Words.Of(key, args);
}
