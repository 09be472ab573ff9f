using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.Passports;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Candidates.Supervising;
using Aieh.Api.Catalog.Assessments;
using Aieh.Api.Catalog.Concordances;
using Aieh.Api.Catalog.Methodology;
using Aieh.Api.Catalog.Roles;
using Aieh.Api.Employers.Ashby;
using Aieh.Api.Employers.Ats;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Employers.Greenhouse;
using Aieh.Api.Employers.HiringLoops;
using Aieh.Api.Employers.Impact;
using Aieh.Api.Employers.Integrity;
using Aieh.Api.Employers.Invitations;
using Aieh.Api.Employers.Kombo;
using Aieh.Api.Employers.Ranking;
using Aieh.Api.Employers.Reports;
using Aieh.Api.Employers.Returns;
using Aieh.Api.Employers.Tenants;
using Aieh.Api.Employers.Usage;
using Aieh.Api.Employers.Verifications;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Tests.Support;

/// <summary>What all rooms say and hear, read and written by the service's own JSON.</summary>
internal static class WireContracts
{
    public static readonly JsonSerializerOptions Options = new(WireJson.NewOptions())
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(
            WireJson.Wire, RoleJson.Wire, AssessmentJson.Wire, MethodologyJson.Wire, ConcordanceJson.Wire,
            AttemptJson.Wire, IntegrityJson.Wire, PassportJson.Wire, SupervisionJson.Wire, ReadinessJson.Wire, TenantJson.Wire,
            UsageJson.Wire, AuditJson.Wire, WebhookJson.Wire,
            HiringLoopJson.Wire, RankingJson.Wire, InvitationJson.Wire, VerificationJson.Wire, ReportJson.Wire, ReturnJson.Wire,
            AtsJson.Wire, GreenhouseJson.Wire,
            AshbyJson.Wire, KomboJson.Wire, InvitationIntegrityJson.Wire, ImpactJson.Wire,
            // What a test reads as it comes.
            AnyJson.Default),
    };
}

/// <summary>Answers that a test reads as they come.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class AnyJson : JsonSerializerContext;
