using Aieh.Api.Employers.Invitations;

namespace Aieh.Api.Employers.Ats;

internal sealed class TempPages : IReportPages
{
    public bool AreShown => true;

    public string PathOf(string token) => "/report/" + token;
}
