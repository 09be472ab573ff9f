using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aieh.Api.Employers.Webhooks;

/// <summary>
/// The secret of an endpoint and the signatures made with it, by Standard Webhooks 1.0.0
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
/// </summary>
internal static class WebhookSecret
{
    /// <summary>What secrets are sealed for; the endpoint's id goes with it.</summary>
    public const string Purpose = "webhook-endpoint.secret";

    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>One element of the header <c>webhook-signature</c>.</summary>
    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        var encoded = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var content = $"{id}.{TimestampOf(at)}.{body}";
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(encoded), Encoding.UTF8.GetBytes(content)));
    }

    /// <summary>The header <c>webhook-timestamp</c>.</summary>
    public static string TimestampOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
