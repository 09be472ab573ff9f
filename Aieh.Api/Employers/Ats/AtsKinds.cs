namespace Aieh.Api.Employers.Ats;

/// <summary>The applicant tracking systems that the service speaks with.</summary>
internal enum AtsKind
{
    /// <summary>Greenhouse, by its Assessment Partner API.</summary>
    Greenhouse,

    /// <summary>Ashby, by its Assessments Partner API.</summary>
    Ashby,

    /// <summary>All that Kombo reaches, by its unified orders.</summary>
    Kombo,
}

/// <summary>How a system is told a score.</summary>
internal enum ScoreFormat
{
    /// <summary>On the scale from 300 to 850.</summary>
    Scaled,

    /// <summary>As a percentage of the way from 300 to 850.</summary>
    Percent,
}
