using Aieh.Api.Candidates.Passports;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Pages.Passport;

/// <summary>The service, and people whose browsers hold a passport.</summary>
public abstract class PassportFixture<TDatabase> : HttpFixture<TDatabase> where TDatabase : TestDatabase, new()
{
    protected const string Cookie = "aieh-passport";

    protected override IEnumerable<(string Setting, string Value)> Settings =>
        [(AccessLog.EnabledSetting, "true"), ("Logging:LogLevel:Default", "Trace")];

    protected DateTimeOffset Now => App.Clock.GetUtcNow();

    /// <summary>Somebody with a passport in the browser.</summary>
    private protected async Task<Owner> OwnerAsync()
    {
        var (passport, api, token) = await App.CreatePassportAsync();
        var browser = new PageVisitor(App);
        browser.Cookies.Add(Cookie, token);
        return new Owner(passport, token, api, browser);
    }

    /// <summary>Whoever owns a passport, by the API and in a browser.</summary>
    private protected sealed record Owner(Guid Passport, string Token, HttpClient Api, PageVisitor Browser) : IDisposable
    {
        public string Path => $"/v1/passports/{Passport}";

        public Task<PassportResponse> ReadAsync() => Api.GetAsync<PassportResponse>(Path);

        public Task<GrantResponse> ShareAsync(GrantScope scope, DateTimeOffset? until = null) => Api.PostAsync<GrantResponse>(
            Path + "/grants", new CreateGrantRequest { Kind = GrantKind.Link, Scope = scope, ExpiresAt = until });

        public async Task<IReadOnlyList<GrantResponse>> GrantsAsync() => (await Api.GetAsync<GrantListResponse>(Path + "/grants")).Items;

        public void Dispose()
        {
            Api.Dispose();
            Browser.Dispose();
        }
    }

    private protected static string TextOf(VisitedPage page, string id) =>
        ReadPage.TextOf(page.Root.Descendants().Single(element => (string?)element.Attribute("id") == id));

    private protected static string? ValueOf(VisitedPage page, string id) =>
        (string?)page.Root.Descendants("input").SingleOrDefault(element => (string?)element.Attribute("id") == id)?.Attribute("value");
}
