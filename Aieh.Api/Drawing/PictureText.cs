namespace Aieh.Api.Drawing;

/// <summary>The words in pictures, in one place.</summary>
internal static class PictureText
{
    public const string Scores = "Scores on the scale with their 95 % intervals";
    public const string Score = "Score";
    public const string Interval = "95 % interval";
    public const string Name = "Name";
    public const string None = "–";
    public const string Nothing = "There is nothing to show yet.";

    public const string Bands = "How probable each band is";
    public const string Band = "Band";
    public const string Probability = "Probability";

    public const string HalfLives = "How the weight of evidence falls with its age";
    public const string Age = "age of the evidence, months";
    public const string Currency = "weight that is left, %";
    public const string Evidence = "Evidence";
    public const string HalfLife = "Half-life, months";
    public const string AgesAfter = "Aging after, months";
    public const string StaleAfter = "Stale after, months";
    public const string Today = "Today";
    public const string Current = "current";
    public const string Aging = "aging";
    public const string Stale = "stale";

    public const string Contributions = "What each assessment adds to readiness";
    public const string Assessment = "Assessment";
    public const string Points = "Points";
    public const string Readiness = "Readiness";
    public const string Missing = "missing";
    public const string NoReadiness = "no evidence";

    public const string Bundle = "How much each assessment counts";
    public const string Relevance = "Relevance, 0 to 1";
    public const string State = "State";

    public const string Ranking = "Candidates by readiness with their 95 % intervals";
    public const string Tier = "Tier";
    public const string Candidate = "Candidate";
    public const string Insufficient = "Insufficient evidence";
    public const string NoScore = "no score";

    public const string Precision = "How exactly the form measures at each score";
    public const string ScaleAxis = "score, points";
    public const string ErrorAxis = "standard error, points";
    public const string StandardError = "Standard error, points";

    public const string Map = "Where the items and the people stand on the scale";
    public const string People = "people";
    public const string Items = "items";
    public const string ScoreRange = "Scores";
    public const string ShareOfPeople = "Share of the norm population";
    public const string Thresholds = "Difficulties of items";
}
