using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Platform.Http;

internal sealed record IdempotencyOptions
{
    /// <summary>Days for which a key and its response are kept.</summary>
    /// <value>The default value is 7.</value>
    [Range(1, 90)]
    public int KeyDays { get; init; } = 7;

    /// <summary>Minutes for which a key and a refusal are kept: long enough for repeats of a request whose answer was lost.</summary>
    /// <value>The default value is 10.</value>
    [Range(1, 1440)]
    public int RefusalMinutes { get; init; } = 10;

    /// <summary>How long an answer is kept.</summary>
    public TimeSpan KeptFor(Outcome outcome) => outcome.Status < StatusCodes.Status400BadRequest
        ? TimeSpan.FromDays(KeyDays)
        : TimeSpan.FromMinutes(RefusalMinutes);
}

internal static class IdempotencyServices
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.AddOptions<IdempotencyOptions>().BindConfiguration("Idempotency").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<Idempotency>();
    }
}

/// <summary>
/// The route refuses to work without an Idempotency-Key; enforced by <see cref="IdempotencyKey.Read"/> and rendered into the contract.
/// </summary>
internal sealed record IdempotencyKeyRequired;

internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <summary>
    /// Anonymous callers share one scope, and what they create answers with a secret: their key must be too long to be hit by chance.
    /// A UUID has 36 characters, a ULID 26, a nanoid 21.
    /// </summary>
    public const int MinAnonymousLength = 20;

    /// <summary>A random UUID has fewer different characters about once in 300,000 times; the nil UUID and its like have two.</summary>
    private const int MinAnonymousVariety = 8;

    /// <summary>
    /// Reads the key, quoted as a structured-field string or bare; a problem when it is missing but required, or not valid.
    /// </summary>
    public static (string? Key, ProblemHttpResult? Refused) Read(HttpContext context, Principal principal)
    {
        var values = context.Request.Headers[Header];
        if (values.Count == 0)
        {
            var required = context.GetEndpoint()?.Metadata.GetMetadata<IdempotencyKeyRequired>() is not null;
            return (null, required ? Missing() : null);
        }

        var key = values.Count == 1 ? Unquote(values.ToString()) : null;
        if (key is not { Length: >= 1 and <= MaxLength } || !key.All(c => c is >= '!' and <= '~'))
        {
            return (null, Malformed());
        }

        // An invitation's link has been in its employer's hands too.
        var isShared = principal.Kind is PrincipalKinds.Anonymous or PrincipalKinds.Invitation;
        return isShared && CanBeHitByChance(key) ? (null, TooEasy()) : (key, null);
    }

    private static bool CanBeHitByChance(string key) => key.Length < MinAnonymousLength || key.Distinct().Count() < MinAnonymousVariety;

    private static ProblemHttpResult Missing() => Problems.Of(
        Problems.IdempotencyKeyMissingKind,
        "Send a random UUID in the header Idempotency-Key, and the same one when you repeat the request.");

    private static ProblemHttpResult Malformed() => Problems.Of(
        Problems.IdempotencyKeyInvalidKind, $"One key of 1 to {MaxLength} visible ASCII characters, quoted or bare.");

    private static ProblemHttpResult TooEasy() => Problems.Of(
        Problems.IdempotencyKeyInvalidKind,
        $"Without a credential, or with an invitation's, the key must have at least {MinAnonymousLength} characters, and not always the "
        + "same ones: use a random UUID, so that nobody else can hit on it.");

    public static RouteHandlerBuilder RequireIdempotencyKey(this RouteHandlerBuilder route) =>
        route.WithMetadata(new IdempotencyKeyRequired());

    private static string? Unquote(string value)
    {
        if (!value.StartsWith('"')) return value;
        if (value.Length < 2 || !value.EndsWith('"')) return null;

        var key = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            var c = value[i];
            if (c == '"') return null;
            if (c == '\\')
            {
                if (++i >= value.Length - 1 || value[i] is not ('"' or '\\')) return null;
                c = value[i];
            }

            key.Append(c);
        }

        return key.ToString();
    }
}

/// <summary>
/// One key in its scope (principal, method and route, key). Neither the key nor the response is stored in clear: the row holds a hash of
/// the first, and the second is sealed with a key derived from the first, because responses can carry a secret that is shown once.
/// </summary>
internal sealed class IdempotencyScope
{
    private const int HashBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _sealKey;

    private IdempotencyScope(string principal, string operation, string key, byte[] fingerprint)
    {
        Principal = principal;
        Fingerprint = fingerprint;
        // One half names the row, the other, which is not stored and does not follow from the first, seals what is in it.
        var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"{principal}\n{operation}\n{key}"));
        KeyHash = hash[..HashBytes];
        Id = Convert.ToHexString(KeyHash);
        _sealKey = hash[HashBytes..];
    }

    public string Id { get; }
    public string Principal { get; }
    public byte[] KeyHash { get; }
    public byte[] Fingerprint { get; }

    /// <summary>
    /// The fingerprint is SHA-256 over method, the path in its one spelling, and canonical body. The body is canonical because it is the
    /// parsed request written again: member order, white space and escapes of the original are gone, and unknown members have been
    /// refused.
    /// </summary>
    public static IdempotencyScope Of<TRequest>(
        HttpContext context, Principal principal, string key, TRequest request, JsonTypeInfo<TRequest> requestType)
    {
        var template = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var head = Encoding.UTF8.GetBytes($"{context.Request.Method}\n{Routes.CanonicalPathOf(context)}\n");
        var body = JsonSerializer.SerializeToUtf8Bytes(request, requestType);
        return new IdempotencyScope(principal.Id, $"{context.Request.Method} {template}", key, SHA256.HashData([.. head, .. body]));
    }

    public byte[] Seal(byte[] body)
    {
        var sealedBody = new byte[NonceBytes + body.Length + TagBytes];
        var nonce = sealedBody.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_sealKey, TagBytes);
        aes.Encrypt(nonce, body, sealedBody.AsSpan(NonceBytes, body.Length), sealedBody.AsSpan(NonceBytes + body.Length));
        return sealedBody;
    }

    public byte[] Open(byte[] sealedBody)
    {
        var body = new byte[sealedBody.Length - NonceBytes - TagBytes];
        var nonce = sealedBody.AsSpan(0, NonceBytes);
        using var aes = new AesGcm(_sealKey, TagBytes);
        aes.Decrypt(nonce, sealedBody.AsSpan(NonceBytes, body.Length), sealedBody.AsSpan(NonceBytes + body.Length), body);
        return body;
    }
}
