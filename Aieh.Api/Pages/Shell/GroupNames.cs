using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Shell;

/// <summary>What the groups of the voluntary questionnaire are called, to who answers it and to who reads of them.</summary>
internal sealed class GroupNames(IStringLocalizer<ShellWords> words)
{
    public string Of(Sex sex) => words[$"Sex{sex}"];

    public string Of(RaceEthnicity raceEthnicity) => words[$"Race{raceEthnicity}"];
}
