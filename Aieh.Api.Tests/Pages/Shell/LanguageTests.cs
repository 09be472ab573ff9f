namespace Aieh.Api.Tests.Pages.Shell;

/// <summary>Words in a language that there are words in, numbers and days as where the reader is.</summary>
public sealed class LanguageTests : ShellFixture
{
    protected override (string Setting, string Value)[] Settings => [("Pages:Languages:0", "de")];

    [TestCase(null, "en", "1,234.5 6/1/2026")]
    [TestCase("en-US", "en", "1,234.5 6/1/2026")]
    [TestCase("en-GB", "en", "1,234.5 01/06/2026")]
    [TestCase("de", "de", "1.234,5 01.06.2026")]
    [TestCase("de-AT", "de", "1\u00A0234,5 01.06.2026")]
    [TestCase("fr-FR,fr;q=0.9", "en", "1,234.5 6/1/2026")]
    [TestCase("fr-FR,de-DE;q=0.9,en;q=0.8", "de", "1.234,5 01.06.2026")]
    [TestCase("*", "en", "1,234.5 6/1/2026")]
    [TestCase("no language;;=,,", "en", "1,234.5 6/1/2026")]
    public async Task Page_InTheReadersLanguage_HasItsNumbersAndDays(string? accepted, string language, string figures)
    {
        using var visitor = new PageVisitor(App);
        if (accepted is not null) visitor.Headers["Accept-Language"] = accepted;
        var page = await visitor.OpenAsync("/planted/figures");

        Assert.That((string?)page.Root.Attribute("lang"), Is.EqualTo(language));
        Assert.That(page.Heading, Is.EqualTo(figures));
    }

    /// <summary>Pages have it; the API is the same everywhere.</summary>
    [Test]
    public async Task Api_WhateverTheLanguage_IsTheSame()
    {
        using var visitor = new PageVisitor(App);
        using var english = await visitor.GetAsync("/v1/methodology");
        visitor.Headers["Accept-Language"] = "de";
        using var german = await visitor.GetAsync("/v1/methodology");

        Assert.That(await german.Content.ReadAsStringAsync(), Is.EqualTo(await english.Content.ReadAsStringAsync()));
    }
}
