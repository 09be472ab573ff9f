using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Aieh.Api.Candidates.Attempts;
using Aieh.Scoring.Integrity;

namespace Aieh.Api.Employers.Integrity;

/// <summary>Forms ready for their answers to be compared: one form of an assessment, in one version of items and calibration.</summary>
internal sealed class SimilarityPools(AssembledForms forms)
{
    private readonly ConcurrentDictionary<AssembledForm, SimilarityBank> _banks = new();

    /// <summary>What attempts that can be compared have in common.</summary>
    public static string PoolOf(AttemptRow attempt) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{attempt.Assessment} {attempt.Form} {attempt.ItemsHash} {attempt.CalibrationHash}")));

    public async ValueTask<SimilarityPool> OfAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        var form = await forms.OfAsync(attempt, ItemResponses.ReadOrder(attempt.ItemOrder), cancellationToken);
        return new SimilarityPool(form, _banks.GetOrAdd(form, BankOf));
    }

    private static SimilarityBank BankOf(AssembledForm form) => new(form.Ids.Select((id, index) =>
    {
        var item = form.Find(id)!;
        return new SimilarityItem(form.Test.UncertainItems[index], item.Options.Select(option => item.CategoryOf(option.Id)));
    }));
}

/// <summary>A form with its bank.</summary>
internal sealed record SimilarityPool(AssembledForm Form, SimilarityBank Bank)
{
    public AnswerSheet SheetOf(string itemOrder, string responses, double theta)
    {
        var (order, options) = (ItemResponses.ReadOrder(itemOrder), new int[Form.Count]);
        Array.Fill(options, AnswerSheet.NoAnswer);
        for (var place = 0; place < order.Length; place++)
        {
            if (ItemResponses.OptionAt(responses, place) is { } option) options[Form.IndexOf(order[place])] = option;
        }

        return new AnswerSheet(theta, [.. options]);
    }
}
