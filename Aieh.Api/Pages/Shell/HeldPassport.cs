using Aieh.Api.Platform.Browser;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Shell;

/// <summary>The passport that the browser holds, on pages where something else says who is calling.</summary>
internal static class HeldPassport
{
    /// <summary>Null when it holds none that stands.</summary>
    public static async Task<Guid?> FindAsync(TokenHolders holders, HttpContext context)
    {
        if (PageCookie.Passport.Read(context.Request) is not { } token) return null;

        var holder = await holders.FindAsync(token, context.RequestAborted);
        return holder is { Kind: PrincipalKinds.Candidate, PassportErasedAt: null } ? holder.PassportId : null;
    }
}
