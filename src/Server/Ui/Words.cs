using System.Globalization;
using System.Resources;

namespace Hidori.Server.Ui;

/// <summary>The words of one folder, read from its Text.resx in the language of the reader.</summary>
/// <remarks>A missing word shows its key: a guest page with one odd label is better than none. A test finds it.</remarks>
internal sealed class Words(Type anchor)
{
    private readonly ResourceManager _resources = new(anchor.FullName!, anchor.Assembly);

    public string Of(string key, params object[] args)
    {
        var culture = CultureInfo.CurrentUICulture;
        var words = _resources.GetString(key, culture) ?? key;
        return args.Length == 0 ? words : string.Format(culture, words, args);
    }
}
