using Aieh.Api.Employers.Invitations;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Employers.Ats;

/// <summary>A system needs links that begin with the service's address: without one nothing is taken that could not be answered.</summary>
internal sealed class ServiceAddressFilter(ServiceAddress address) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        address.Current is null
            ? ValueTask.FromResult<object?>(Problems.Of(
                Problems.UnavailableKind,
                "The service does not know its own address, with which links begin: its operator has to set Invitations:PublicUrl."))
            : next(context);
}
