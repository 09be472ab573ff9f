using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Aieh.Api.Tests.Support;

/// <summary>An identity provider on this machine: discovery document, keys, authorization and token endpoint.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string Audience = "skills-passport";
    public const string ClientSecret = "a-secret-of-the-client";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string? Nonce, string RedirectUri, string Subject)> _codes = new();

    public IdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Json(Discovery()));
        _app.MapGet("/keys", () => Json(KeySet()));
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", TokenAsync);
        _app.StartAsync().GetAwaiter().GetResult();
        Address = _app.Urls.Single();
    }

    public string Address { get; }

    /// <summary>The key that it signs with, and tells.</summary>
    public RsaSecurityKey Key { get; private set; } = NewKey("first");

    /// <summary>Who is signed in at the provider's own pages.</summary>
    public string SignedIn { get; set; } = "nobody";

    /// <summary>What the token endpoint changes in the identity token before it is signed.</summary>
    public Action<SecurityTokenDescriptor> Changes { get; set; } = _ => { };

    /// <summary>The time of its tokens.</summary>
    public Func<DateTimeOffset> Clock { get; set; } = () => AiehApplication.Start;

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    /// <summary>From now on it signs with another key, and tells that alone.</summary>
    public void Rotate(string id) => Key = NewKey(id);

    /// <summary>A token that is as it should be, but for what the test changes.</summary>
    public string Token(string? subject, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = Clock().UtcDateTime;
        var said = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(10),
            Claims = new Dictionary<string, object>(),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        if (subject is not null) said.Claims["sub"] = subject;
        change?.Invoke(said);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(said);
    }

    /// <summary>The token with another header, signed by nobody.</summary>
    public static string Unsigned(string token) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{token.Split('.')[1]}.";

    /// <summary>The public key as the secret of a signature that both sides can make.</summary>
    public string SignedWithThePublicKey(string subject)
    {
        var secret = Encoding.ASCII.GetBytes(Key.Rsa.ExportSubjectPublicKeyInfoPem());
        return Token(subject, said => said.SigningCredentials =
            new SigningCredentials(new SymmetricSecurityKey(secret) { KeyId = Key.KeyId }, SecurityAlgorithms.HmacSha256));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static IResult Json(JsonObject document) => Results.Text(document.ToJsonString(), "application/json");

    private JsonObject Discovery() => new()
    {
        ["issuer"] = Address,
        ["jwks_uri"] = Address + "/keys",
        ["authorization_endpoint"] = Address + "/authorize",
        ["token_endpoint"] = Address + "/token",
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };

    private JsonObject KeySet()
    {
        var numbers = Key.Rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = Key.KeyId,
                ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
            }),
        };
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (query["code_challenge"].ToString(), query["nonce"], query["redirect_uri"].ToString(), SignedIn);
        var state = Uri.EscapeDataString(query["state"].ToString());
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={state}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var verifier = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var isGood = _codes.TryRemove(form["code"].ToString(), out var asked) && asked.Challenge == verifier
            && form["client_secret"] == ClientSecret && form["redirect_uri"] == asked.RedirectUri;
        if (!isGood) return Results.BadRequest();

        var token = Token(asked.Subject, said =>
        {
            said.Claims["nonce"] = asked.Nonce ?? "";
            Changes(said);
        });
        return Json(new JsonObject
        {
            ["access_token"] = "opaque", ["token_type"] = "Bearer", ["expires_in"] = 300, ["id_token"] = token,
        });
    }
}
