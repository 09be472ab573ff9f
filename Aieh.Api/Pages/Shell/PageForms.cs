using System.Runtime.ExceptionServices;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aieh.Api.Pages.Shell;

/// <summary>
/// Forms that nobody but this service's own pages can send: the framework's antiforgery over the service's key ring. Its container is its
/// own: registered in the service's, it would bring a key ring in the file system, made at every start.
/// </summary>
internal sealed class PageForms(Sealing sealing, SealingKeys keys, ILoggerFactory loggers) : IDisposable
{
    private const string CookieName = "aieh-form";

    /// <summary>Name of the field that every form has.</summary>
    public const string TokenField = "form-token";

    /// <summary>Scripts send the field's value here.</summary>
    public const string TokenHeader = "X-Form-Token";

    /// <summary>Name of the field that holds the Idempotency-Key: pressing twice does it once.</summary>
    public const string KeyField = "key";

    private readonly Lazy<ServiceProvider> _container = new(() => Build(sealing, loggers));

    private IAntiforgery Antiforgery => _container.Value.GetRequiredService<IAntiforgery>();

    /// <summary>Whether there is anything to seal with.</summary>
    public bool AreTaken => keys.AreThere;

    /// <exception cref="SealingUnavailableException">There is nothing to seal with.</exception>
    public string TokenOf(HttpContext context) => Antiforgery.GetAndStoreTokens(context).RequestToken!;

    /// <summary>
    /// The fields of the request's form, whose key is then the request's Idempotency-Key; null when no page of this service has sent it.
    /// </summary>
    public async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.HasFormContentType || IsFromElsewhere(request) || !await IsValidAsync(context)) return null;

        var form = await request.ReadFormAsync(context.RequestAborted);
        if (form[KeyField].ToString() is { Length: > 0 } key) request.Headers[IdempotencyKey.Header] = key;
        else request.Headers.Remove(IdempotencyKey.Header);
        return form;
    }

    /// <summary>Has the browser forget what its forms are known by: what was sent before cannot be sent again from its history.</summary>
    public static void ForgetIn(HttpContext context) => context.Response.Cookies.Delete(CookieName);

    /// <summary>
    /// Browsers say so themselves. A page of a neighbour under the same domain could plant a cookie and a field that fit each other.
    /// </summary>
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    /// <summary>What is no form, whatever it says it is, is none of ours.</summary>
    private async Task<bool> IsValidAsync(HttpContext context)
    {
        try
        {
            return await Antiforgery.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException exception) when (exception.InnerException is BadHttpRequestException refused)
        {
            ExceptionDispatchInfo.Throw(refused);
            throw;
        }
        catch (Exception exception) when (exception is AntiforgeryValidationException or InvalidDataException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (_container.IsValueCreated) _container.Value.Dispose();
    }

    private static ServiceProvider Build(Sealing sealing, ILoggerFactory loggers)
    {
        var services = new ServiceCollection().AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = CookieName;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.FormFieldName = TokenField;
            options.HeaderName = TokenHeader;
            // It is there already, and stricter.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(_ => sealing.Provider));
        return services.BuildServiceProvider();
    }
}
