using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Tests.Pages;

/// <summary>
/// A language that nobody speaks and everybody can read: what comes from the resources stands in brackets, and what does not stands out.
/// </summary>
internal sealed partial class PseudoLocalizerFactory(IStringLocalizerFactory real) : IStringLocalizerFactory
{
    private const string Plain = "aceinouyACEINOUY";
    private const string Accented = "áçéíñóúýÁÇÉÍÑÓÚÝ";

    /// <summary>Puts it before the service's own.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddLocalization().AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.Replace(ServiceDescriptor.Singleton<IStringLocalizerFactory>(
            provider => new PseudoLocalizerFactory(provider.GetRequiredService<ResourceManagerStringLocalizerFactory>())));
    }

    public IStringLocalizer Create(Type resourceSource) => new Pseudo(real.Create(resourceSource));

    public IStringLocalizer Create(string baseName, string location) => new Pseudo(real.Create(baseName, location));

    /// <summary>Placeholders and markup stay as they are.</summary>
    internal static string Of(string text)
    {
        var kept = Kept().Matches(text).Select(match => match.Value).Append("");
        var words = Kept().Split(text).Select(part => string.Concat(part.Select(Accent)));
        return $"⟦{string.Concat(words.Zip(kept, string.Concat))}⟧";
    }

    private static char Accent(char letter) => Plain.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Accented[at] : letter;

    [GeneratedRegex(@"\{[^{}]*\}|<[^<>]*>|&\w+;")]
    private static partial Regex Kept();

    private sealed class Pseudo(IStringLocalizer real) : IStringLocalizer
    {
        public LocalizedString this[string name] => Of(real[name]);

        /// <summary>The arguments are content, and no words.</summary>
        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var format = Of(real[name]);
                var text = string.Format(CultureInfo.CurrentCulture, format.Value, arguments);
                return new LocalizedString(name, text, format.ResourceNotFound);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
            real.GetAllStrings(includeParentCultures).Select(Of);

        /// <summary>What is not in the resources stands out as well.</summary>
        private static LocalizedString Of(LocalizedString found) =>
            found.ResourceNotFound ? found : new LocalizedString(found.Name, PseudoLocalizerFactory.Of(found.Value));
    }
}
