namespace Aieh.Api.Contract;

/// <summary>
/// What the examples of all rooms share, so that together they tell one story: a candidate takes a full form, and a recruiter reads the
/// passport by its link.
/// </summary>
internal static class ExampleStory
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly Guid PassportId = new("019e8256-f900-7a3e-8c1b-5b8f2d6a9e07");
    public static readonly Guid AttemptId = new("019e82c7-3f80-7c1e-9a52-1d6f0b7e4a11");
    public static readonly Guid HiringLoopId = new("019e82f4-91c0-7b62-9d0e-3c5a8f7e1b24");
    public static readonly Guid TenantId = new("019e7f00-1c00-7d3a-9b10-52c0e81f4b77");
    public static readonly Guid InvitationId = new("019e82f5-7d28-7e94-a6b3-0f4d2c9b8e57");
    public const string ScoringVersion = Aieh.Scoring.ScoringVersion.Current;
    public const string Python = "python-fundamentals";
    public const string Backend = "backend-engineer";

    // Placeholders of the right form: their checksums are wrong, so no service accepts them.
    public const string CandidateToken = "aieh_cand_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";
    public const string AttemptToken = "aieh_att_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";
    public const string InvitationToken = "aieh_inv_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";
    public const string LinkToken = "aieh_link_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8xmpl";
}
