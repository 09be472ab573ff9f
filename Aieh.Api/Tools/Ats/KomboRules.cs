namespace Aieh.Api.Tools.Ats;

/// <summary>What Kombo understands of a result.</summary>
internal static class KomboRules
{
    public const string Open = "OPEN";
    public const string Completed = "COMPLETED";
    public const string Cancelled = "CANCELLED";

    /// <summary>The status, when there is nothing to object to.</summary>
    public static string? Status(StrictJson body, Inspection inspection)
    {
        body.KnowsOnly("status", "result_url", "completed_at", "score", "max_score", "attributes", "attachments", "remote_fields");
        var status = body.OneOf("status", [Open, Completed, Cancelled]);
        body.Url("result_url");
        body.Moment("completed_at", status is Completed or Cancelled ? Need.Required : Need.Optional);
        Score(body.Number("score", Need.Optional), body.Number("max_score", Need.Optional), "score", inspection);
        foreach (var attribute in body.Items("attributes", Need.Optional)) Attribute(attribute, inspection);
        foreach (var attachment in body.Items("attachments", Need.Optional)) Attachment(attachment, inspection);
        body.Object("remote_fields", Need.Optional);
        return status;
    }

    public static AtsResult Result(StrictJson body)
    {
        var (score, most) = (body.Number("score", Need.Optional), body.Number("max_score", Need.Optional));
        return new AtsResult(score, most, body.Url("result_url"), body.Value);
    }

    private static void Attribute(StrictJson attribute, Inspection inspection)
    {
        var type = attribute.OneOf("type", ["TEXT", "SUB_RESULT"]);
        attribute.Text("label");
        if (type == "TEXT")
        {
            attribute.KnowsOnly("type", "label", "value");
            attribute.Text("value");
        }

        if (type == "SUB_RESULT")
        {
            attribute.KnowsOnly("type", "label", "id", "score", "status");
            attribute.Text("id");
            attribute.OneOf("status", [Completed, Cancelled]);
            if (attribute.Object("score") is not { } score) return;
            score.KnowsOnly("value", "max");
            Score(score.Number("value"), score.Number("max"), score.PlaceOf("value"), inspection);
        }
    }

    /// <summary>A file, by its content or by where it is.</summary>
    private static void Attachment(StrictJson attachment, Inspection inspection)
    {
        attachment.KnowsOnly("name", "content_type", "data", "data_url");
        attachment.Text("name");
        attachment.Text("content_type", attachment.Has("data") ? Need.Required : Need.Optional);
        attachment.Url("data_url", attachment.Has("data") ? Need.Optional : Need.Required);
        if (attachment.Text("data", Need.Optional) is { } data && !Convert.TryFromBase64String(data, new byte[data.Length], out _))
        {
            inspection.Object($"{attachment.PlaceOf("data")} is no base64");
        }
    }

    private static void Score(decimal? score, decimal? most, string place, Inspection inspection)
    {
        if (score > most) inspection.Object($"{place} {score} is more than {most}");
    }
}
