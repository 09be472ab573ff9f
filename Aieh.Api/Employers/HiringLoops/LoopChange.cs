using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aieh.Api.Employers.HiringLoops;

/// <summary>
/// Changing a hiring loop: which version a patch makes of it, and writing that, or a new one, with all that follows from it.
/// </summary>
internal sealed class LoopChange(Db db, CatalogCache cache, IEnumerable<IHiringLoopObserver> observers)
{
    private const string BeyondConsent =
        "Candidates have agreed to be seen by what counted before, and this did not: give it the weight 0, or make another hiring loop.";

    /// <summary>
    /// The loop as it is afterwards, or the problem that keeps it as it is. A patch that changes nothing makes no version.
    /// </summary>
    public async Task<(CurrentLoopRow Loop, ProblemHttpResult? Refused)> RunAsync(
        CurrentLoopRow current, MergePatch<UpdateHiringLoopRequest> patch, Principal principal, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var former = LoopDefinition.FromJson(current.Definition);
        var request = patch.ApplyTo(HiringLoopViews.RequestOf(former), HiringLoopJson.Wire.CreateHiringLoopRequest);
        if (LoopRules.FaultsOf(request) is { Length: > 0 } faults) return (current, LoopRules.Refuse(faults));

        var (definition, errors) = Decide(former, request, patch);
        if (definition is null) return (current, Problems.HiringLoopRefused(errors));

        var changed = current with { Version = current.Version + 1, Definition = definition.ToJson(), UpdatedAt = now };
        if (changed.Definition == former.ToJson()) return (current, null);

        var entry = EntryOf("hiring-loop.updated", changed, former.ToJson(), principal.TenantId!.Value, principal.Actor);
        var refused = await db.WriteAsync(
            async session => await RefuseBeyondConsentAsync(session, current.Id, definition.CountingBeyond(former))
                ?? await WriteAsync(session, current, changed, entry, !former.WeighsAs(definition)),
            cancellationToken);
        return refused is null ? (changed, null) : (current, refused);
    }

    /// <summary>
    /// Rankings are by the current version, so that what it counts is shown of everybody who has agreed before. Looked at while no other
    /// transaction can change the loop.
    /// </summary>
    private static async Task<ProblemHttpResult?> RefuseBeyondConsentAsync(DbSession session, Guid loop, IReadOnlyList<string> added)
    {
        if (added.Count == 0) return null;

        await HiringLoopStore.HoldAsync(session, loop);
        return await HiringLoopStore.HasInvitedAsync(session, loop)
            ? Problems.HiringLoopRefused([.. added.Select(assessment => LoopRules.AtWeight(assessment, BeyondConsent))])
            : null;
    }

    private LoopResolution Decide(LoopDefinition former, CreateHiringLoopRequest request, MergePatch<UpdateHiringLoopRequest> patch)
    {
        if (request.Role != former.Role)
        {
            return new LoopResolution(null, [LoopRules.At("#/role", "The role stays as it is: make another hiring loop.")]);
        }

        // Renaming or archiving must not move a ranking because AIEH has published other weights meanwhile.
        var named = patch.ApplyTo(new UpdateHiringLoopRequest(), HiringLoopJson.Wire.UpdateHiringLoopRequest);
        var isWeighedAnew = named is not { Weights: null, Context: null, MinimumCoverage: null, Assessments: null }
            || WeighedBy(request) != WeighedBy(HiringLoopViews.RequestOf(former));
        if (isWeighedAnew) return LoopResolution.Of(request, cache.Current);

        return new LoopResolution(
            former with
            {
                Name = request.Name,
                State = request.State ?? LoopState.Active,
                ValidityDays = request.Validity ?? LoopRules.DefaultValidityDays,
                MinimumCurrency = request.Reuse?.MinimumCurrency ?? LoopRules.DefaultMinimumCurrency,
                Supervision = LoopResolution.SupervisionOf(request),
            },
            []);
    }

    /// <summary>Of a request, what decides the bundle.</summary>
    private static string WeighedBy(CreateHiringLoopRequest request)
    {
        var deciding = request with
        {
            Name = "", State = null, Reuse = null, Validity = null, Supervision = null, Context = request.Context ?? new(),
        };
        return JsonSerializer.Serialize(deciding, HiringLoopJson.Wire.CreateHiringLoopRequest);
    }

    private async Task<ProblemHttpResult?> WriteAsync(
        DbSession session, CurrentLoopRow former, CurrentLoopRow changed, AuditEntryRow entry, bool isReweighed)
    {
        if (!await HiringLoopStore.AdvanceAsync(session, former.Id, former.Version)) return Problems.PreconditionFailed();

        await HiringLoopStore.InsertVersionAsync(session, VersionOf(changed));
        await AuditTrail.AddAsync(session, entry);
        if (!isReweighed) return null;

        foreach (var observer in observers) await observer.ReweighedAsync(session, changed.Id, changed.UpdatedAt);
        return null;
    }

    /// <summary>Writes a new hiring loop, its first version, and that it was made.</summary>
    public static async Task CreateAsync(DbSession session, CurrentLoopRow loop, Guid tenant, string actor)
    {
        var row = new HiringLoopRow { Id = loop.Id, TenantId = tenant, Version = loop.Version, CreatedAt = loop.CreatedAt };
        await HiringLoopStore.InsertAsync(session, row);
        await HiringLoopStore.InsertVersionAsync(session, VersionOf(loop));
        await AuditTrail.AddAsync(session, EntryOf("hiring-loop.created", loop, before: null, tenant, actor));
    }

    private static HiringLoopVersionRow VersionOf(CurrentLoopRow loop) => new()
    {
        LoopId = loop.Id,
        Version = loop.Version,
        Definition = loop.Definition,
        CreatedAt = loop.UpdatedAt,
    };

    private static AuditEntryRow EntryOf(string action, CurrentLoopRow loop, string? before, Guid tenant, string actor) => new()
    {
        Id = Guid.CreateVersion7(loop.UpdatedAt),
        TenantId = tenant,
        OccurredAt = loop.UpdatedAt,
        Actor = actor,
        Action = action,
        Subject = $"hiring-loop:{loop.Id}",
        BeforeState = before,
        AfterState = loop.Definition,
    };
}
