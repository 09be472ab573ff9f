using Aieh.Api.Tools.Files;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Report;

/// <summary>What a careful colleague would point out about a test and the responses to it.</summary>
internal static class CheckRemarks
{
    /// <summary>Share of people for review that is expected when everybody answers as the model says.</summary>
    private const double Expected = 0.05;

    private const double ThreeDeviations = 3;

    public static void Add(Remarks remarks, CheckedTest test)
    {
        string[] names = [.. test.Items.Items.Select(item => item.Name)];
        var answers = test.Observed.Select((groups, i) => (Name: names[i], People: groups.Sum(group => group.People)));
        remarks.Add([.. answers.Where(item => item.People == 0).Select(item => item.Name)], "nobody answered, so nothing is said of it");
        remarks.Add([.. names.Where((_, item) => IsConstant(test.Responses, item))], "everybody answered alike, which tells nobody apart");
        remarks.AddRest(names, test.Rest, Reversed);
        remarks.AddAlike(names, test.Pairs.Alike);
        remarks.AddMisfit(names, test.ItemFit);
        AddClassical(remarks, test);
        AddPersonFit(remarks, test);
        AddDif(remarks, test, names);
        if (test.Speed is { IsUnspeeded: false } speed)
        {
            remarks.Add(
                $"The form is speeded: {Show.Percent(speed.ShareReachingLast!.Value)} of the people reached the last item, "
                + $"{Show.Percent(speed.ShareReachingThreeQuarters!.Value)} three quarters of it.");
        }

        string Reversed(int item) => ItemCodes.Reversed(test.Responses.Codes[item], test.Items.Items[item].Categories);
    }

    private static bool IsConstant(ResponseTable responses, int item)
    {
        var rows = Enumerable.Range(0, responses.Rows).Where(row => responses.Frequencies[row] > 0);
        return rows.Select(row => responses.ScoredRow(row)[item]).Where(category => category >= 0).Distinct().Count() == 1;
    }

    private static void AddClassical(Remarks remarks, CheckedTest test)
    {
        var classical = test.Classical;
        if (classical.Status != ClassicalStatus.Estimated)
        {
            remarks.Add($"There is no α: {Words.Of(classical.Status)} ({classical.People} people with every item).");
        }
        else if (classical.Alpha < 0)
        {
            remarks.Add($"α is {Show.Number(classical.Alpha)}: the items do not measure the same, or some are keyed the wrong way.");
        }

        if (test.Classical.People > 0 && classical.Dropped > classical.People)
        {
            remarks.Add(
                $"Only {classical.People} of {classical.People + classical.Dropped} people have every item; "
                + "α, S-X² and differential functioning are of them alone.");
        }
    }

    private static void AddPersonFit(Remarks remarks, CheckedTest test)
    {
        var judged = test.Count(i => test.Fit[i].ForReview is not null);
        if (judged == 0)
        {
            remarks.Add("Nobody's person fit could be judged.");
            return;
        }

        var share = (double)test.Count(i => test.Fit[i].ForReview == true) / judged;
        if (share <= Expected + ThreeDeviations * Math.Sqrt(Expected * (1 - Expected) / judged)) return;
        remarks.Add($"{Show.Percent(share)} of the people are for review (l*z below −1.645), where 5 % are expected.");
    }

    private static void AddDif(Remarks remarks, CheckedTest test, string[] names)
    {
        if (test.Dif is not { } dif) return;
        var unknown = Enumerable.Range(0, test.Responses.Rows)
            .Where(row => test.Group!.IsFocal[row] is null)
            .Sum(row => (long)test.Responses.Frequencies[row]);
        if (unknown > 0) remarks.Add($"{unknown} people have no group and are left out of differential functioning.");
        foreach (var alike in dif.Purified.Where(item => item.Class > DifClass.A).GroupBy(item => item.Class).OrderByDescending(g => g.Key))
        {
            remarks.Add(
                [.. alike.Select(item => names[item.Item])], $"differential functioning of class {alike.Key}; read what they ask");
        }

        foreach (var alike in dif.Purified.Where(item => item.Class is null).GroupBy(item => item.Status))
        {
            remarks.Add(
                [.. alike.Select(item => names[item.Item])], $"no class of differential functioning: {DifSection.Reason(alike.Key)}");
        }

        if (!dif.IsSmallSample) return;
        remarks.Add(
            $"Differential functioning rests on {dif.FocalPeople} people of {test.Group!.Focal} and {dif.ReferencePeople} others, "
            + $"fewer than the {DifferentialItemFunctioning.SmallestFocalGroup} and {DifferentialItemFunctioning.SmallestSample} in all "
            + "that are usually asked for: classes change from sample to sample.");
    }
}
