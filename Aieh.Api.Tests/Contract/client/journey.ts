// Plays the contract against a running service, with a key of a tenant that hires:
//   node compiled/journey.js http://localhost:8080 <API key with all scopes of an employer>
// The service must be started with --Webhooks:AllowedHosts:0=127.0.0.1, because events are received on this machine.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import createClient, { type Client } from "openapi-fetch";
import { Webhook } from "standardwebhooks";
import type { components, paths } from "./generated/aieh.js";

type Schemas = components["schemas"];

const assessment = "python-fundamentals";
const role = "backend-engineer";

const [baseUrl, key] = process.argv.slice(2);
if (baseUrl === undefined || key === undefined) {
  console.error("Say where the service is, and give a key: node compiled/journey.js http://localhost:8080 aieh_live_…");
  process.exit(2);
}

function clientOf(token?: string): Client<paths> {
  return createClient<paths>({ baseUrl: baseUrl as string, headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } });
}

async function step(name: string, play: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await play();
  console.log(`ok  ${name} (${Math.round(performance.now() - started)} ms)`);
}

/** The answer's data, with its status asserted. */
function expect<T>(answer: { data?: T; error?: Schemas["Problem"] | undefined; response: Response }, status: number): T {
  assert.equal(answer.response.status, status, JSON.stringify(answer.error));
  assert.notEqual(answer.data, undefined);
  return answer.data as T;
}

/** The answer's problem, with its status and kind asserted. */
function expectProblem(answer: { error?: Schemas["Problem"] | undefined; response: Response }, status: number, kind: string): Schemas["Problem"] {
  assert.equal(answer.response.status, status, JSON.stringify(answer.error));
  assert.equal(answer.response.headers.get("content-type")?.split(";")[0], "application/problem+json");
  const problem = answer.error;
  assert.ok(problem);
  assert.equal(problem.type, `urn:aieh:problem:${kind}`);
  assert.equal(problem.status, status);
  return problem;
}

/** A key that nobody has used, for what is done once. */
function keyed(): { header: { "Idempotency-Key": string } } {
  return { header: { "Idempotency-Key": randomUUID() } };
}

/** The first option of each item. */
function answersTo(attempt: Schemas["AttemptResponse"]): Schemas["ItemResponse"][] {
  return attempt.items.map(({ item, options }) => {
    const [first] = options;
    assert.ok(first);
    return { item, option: first.option };
  });
}

function assertScore({ score, interval, bandProbabilities }: Pick<Schemas["ScoreReportResponse"], "score" | "interval" | "bandProbabilities">): void {
  assert.ok(score >= 300 && score <= 850);
  assert.ok(interval.lower <= score && score <= interval.upper);
  const total = bandProbabilities.reduce((sum, band) => sum + band.probability, 0);
  // Six decimals each.
  assert.ok(Math.abs(total - 1) < 2.5e-6, `band probabilities sum to ${total}`);
}

const anonymous = clientOf();

await step("the catalog, and 304 for who holds it", async () => {
  const roles = expect(await anonymous.GET("/v1/roles", { params: { query: { limit: 1 } } }), 200);
  assert.equal(roles.items.length, 1);
  assert.ok(roles.next);
  const rest = expect(await anonymous.GET("/v1/roles", { params: { query: { cursor: roles.next } } }), 200);
  assert.equal(rest.next, null);
  assert.ok(rest.items.every((other) => other.slug !== roles.items[0]?.slug));

  const answer = await anonymous.GET("/v1/roles/{role}", { params: { path: { role } } });
  assert.ok(expect(answer, 200).bundle?.assessments.some((entry) => entry.assessment === assessment));
  const etag = answer.response.headers.get("etag");
  assert.ok(etag);
  const held = await anonymous.GET("/v1/roles/{role}", { params: { path: { role }, header: { "If-None-Match": etag } } });
  assert.equal(held.response.status, 304);
  assert.equal(held.response.headers.get("etag"), etag);

  const { forms } = expect(await anonymous.GET("/v1/assessments/{assessment}", { params: { path: { assessment } } }), 200);
  assert.deepEqual(forms.filter((form) => form.availability === "available").map((form) => form.form).sort(), ["adaptive", "full", "sample"]);
  assert.equal(expect(await anonymous.GET("/v1/methodology"), 200).scale.maximum.value, 850);
});

await step("a sample without an account", async () => {
  const answer = await anonymous.POST("/v1/attempts", { params: { header: { "Idempotency-Key": randomUUID() } }, body: { assessment, form: "sample" } });
  const attempt = expect(answer, 201);
  assert.equal(answer.response.headers.get("location"), `/v1/attempts/${attempt.id}`);
  assert.equal(attempt.passport, undefined);
  assert.ok(attempt.token);

  const taker = clientOf(attempt.token);
  const report = expect(
    await taker.POST("/v1/attempts/{id}/submission", {
      params: { path: { id: attempt.id }, header: { "Idempotency-Key": randomUUID() } },
      body: { responses: answersTo(attempt) },
    }),
    201,
  );
  assertScore(report);
  assert.equal(report.kind, "indicative");
  assert.equal(report.counts.answered, attempt.itemCount);
});

const { id: passport, token } = expect(await anonymous.POST("/v1/passports"), 201);
const owner = clientOf(token);

await step("a full form: saved, submitted once, and replayed", async () => {
  const attempt = expect(await owner.POST("/v1/attempts", { body: { assessment, form: "full" } }), 201);
  assert.equal(attempt.passport, passport);
  assert.equal(attempt.items.length, attempt.itemCount);

  const answers = answersTo(attempt);
  const path = { id: attempt.id };
  const half = Math.floor(answers.length / 2);
  const saved = expect(await owner.PUT("/v1/attempts/{id}/responses", { params: { path }, body: { responses: answers.slice(0, half) } }), 200);
  assert.equal(saved.answeredCount, half);
  const open = expect(await owner.GET("/v1/attempts/{id}", { params: { path } }), 200);
  assert.equal(open.state, "in-progress");
  assert.equal(open.responses.length, half);

  expectProblem(await owner.GET("/v1/attempts/{id}/score", { params: { path } }), 409, "attempt-not-scored");

  const submit = (idempotencyKey: string, responses: Schemas["ItemResponse"][]) =>
    owner.POST("/v1/attempts/{id}/submission", { params: { path, header: { "Idempotency-Key": idempotencyKey } }, body: { responses }, parseAs: "text" });
  const once = randomUUID();
  const first = await submit(once, answers.slice(half));
  const again = await submit(once, answers.slice(half));
  const text = expect(first, 201);
  assert.equal(first.response.headers.get("idempotency-replayed"), null);
  assert.equal(again.response.headers.get("idempotency-replayed"), "true");
  assert.equal(expect(again, 201), text);
  assert.equal(again.response.headers.get("location"), first.response.headers.get("location"));
  expectProblem(await submit(once, []), 422, "idempotency-key-reused");
  expectProblem(await submit(randomUUID(), []), 409, "attempt-already-submitted");

  const report = expect(await owner.GET("/v1/attempts/{id}/score", { params: { path } }), 200);
  assert.deepEqual(report, JSON.parse(text));
  assertScore(report);
  assert.equal(report.kind, "assessed");
  assert.equal(report.supervision, "unsupervised");

  const retake = expectProblem(await owner.POST("/v1/attempts", { body: { assessment, form: "full" } }), 409, "retake-not-yet-eligible");
  assert.ok(retake.nextEligibleAt && Date.parse(retake.nextEligibleAt) > Date.now());
});

await step("the passport, its evidence and readiness", async () => {
  const path = { id: passport };
  const view = expect(await owner.GET("/v1/passports/{id}", { params: { path } }), 200);
  const [entry] = view.assessments;
  assert.ok(entry && view.composite);
  assertScore(entry);
  assertScore(view.composite);
  assert.equal(entry.freshness, "current");

  const { items, next } = expect(await owner.GET("/v1/passports/{id}/evidence", { params: { path, query: { limit: 1 } } }), 200);
  assert.equal(next, null);
  assert.equal(items[0]?.kind, "assessed");
  assert.equal(items[0]?.supervision, "unsupervised");

  const readiness = expect(await owner.GET("/v1/passports/{id}/readiness/{role}", { params: { path: { ...path, role }, query: { stack: "python", seniority: "senior" } } }), 200);
  assert.equal(readiness.stack, "python");
  assert.ok(readiness.contributions.some((contribution) => contribution.assessment === assessment));
  assert.ok(readiness.coverage > 0 && readiness.coverage <= 1);
  assert.ok(readiness.missing.length > 0 && readiness.nextSteps.length > 0);

  const before = expect(await owner.GET("/v1/passports/{id}", { params: { path, query: { asOf: "2020-01-01T00:00:00Z" } } }), 200);
  assert.equal(before.composite, undefined);
  assert.equal(before.assessments.length, 0);
});

await step("a link that lets others read, until it is revoked", async () => {
  const path = { id: passport };
  const grant = expect(await owner.POST("/v1/passports/{id}/grants", { params: { path }, body: { kind: "link", scope: "passport" } }), 201);
  assert.ok(grant.token && grant.url);

  const share = grant.token;
  assert.equal(expect(await anonymous.GET("/v1/passports/{id}", { params: { path, query: { share } } }), 200).id, passport);
  assert.equal(expect(await clientOf(share).GET("/v1/passports/{id}", { params: { path } }), 200).id, passport);
  const opened = await fetch(new URL(grant.url, baseUrl));
  assert.equal(opened.status, 200);
  expectProblem(await anonymous.GET("/v1/passports/{id}/evidence", { params: { path, query: { share } } }), 404, "not-found");

  const { items } = expect(await owner.GET("/v1/passports/{id}/grants", { params: { path } }), 200);
  assert.deepEqual(items.map(({ id, token }) => ({ id, token })), [{ id: grant.id, token: undefined }]);

  const revoked = await owner.DELETE("/v1/passports/{id}/grants/{grant}", { params: { path: { ...path, grant: grant.id } } });
  assert.equal(revoked.response.status, 204);
  expectProblem(await anonymous.GET("/v1/passports/{id}", { params: { path, query: { share } } }), 401, "invalid-token");
});

await step("problems, typed", async () => {
  const path = { id: passport };
  const bare = await anonymous.GET("/v1/passports/{id}", { params: { path } });
  expectProblem(bare, 401, "unauthenticated");
  assert.ok(bare.response.headers.get("www-authenticate"));

  const limit = expectProblem(await owner.GET("/v1/passports/{id}/evidence", { params: { path, query: { limit: 1000 } } }), 400, "invalid-request");
  assert.equal(limit.errors?.[0]?.parameter, "limit");
  assert.ok(limit.traceId);

  const sample = expect(await owner.POST("/v1/attempts", { body: { assessment, form: "sample" } }), 201);
  const refused = expectProblem(
    await owner.PUT("/v1/attempts/{id}/responses", { params: { path: { id: sample.id } }, body: { responses: [{ item: "no-such-item", option: "a" }] } }),
    422,
    "responses-refused",
  );
  assert.match(refused.errors?.[0]?.pointer ?? "", /^#\/responses\/0/);
  const open = expectProblem(await owner.POST("/v1/attempts", { body: { assessment, form: "sample" } }), 409, "attempt-in-progress");
  assert.equal(open.attempt, sample.id);
});

await step("export and erasure", async () => {
  const path = { id: passport };
  const everything = expect(await owner.GET("/v1/passports/{id}/export", { params: { path } }), 200);
  assert.equal(everything.evidence.length, 1);
  assert.equal(everything.attempts.length, 2);
  const erased = await owner.DELETE("/v1/passports/{id}", { params: { path } });
  assert.equal(erased.response.status, 204);
  expectProblem(await owner.GET("/v1/passports/{id}", { params: { path } }), 410, "passport-erased");
});

const employer = clientOf(key);
const asked = [assessment, "ai-augmented-sql"];
const reference = randomUUID();
const patience = 60_000;

/** What an event carries: ids and a state. */
interface Happened {
  type: string;
  timestamp: string;
  data: { invitation: string; hiringLoop: string; hiringLoopVersion: number; state: Schemas["InvitationState"] };
}

const received: { headers: Record<string, string>; body: string }[] = [];
const receiver = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    received.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(204).end();
  });
});

async function take(candidate: Client<paths>, form: string): Promise<void> {
  const attempt = expect(await candidate.POST("/v1/attempts", { body: { assessment: form, form: "full" } }), 201);
  const params = { path: { id: attempt.id }, header: { "Idempotency-Key": randomUUID() } };
  expect(await candidate.POST("/v1/attempts/{id}/submission", { params, body: { responses: answersTo(attempt) } }), 201);
}

async function invitationOf(id: string): Promise<Schemas["InvitationResponse"]> {
  return expect(await employer.GET("/v1/invitations/{id}", { params: { path: { id } } }), 200);
}

await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
const endpoint = expect(await employer.POST("/v1/webhook-endpoints", { body: { url: hook } }), 201);

const loop = expect(
  await employer.POST("/v1/hiring-loops", { body: { name: "Backend", role, assessments: asked, weights: { communication: 0.35 }, minimumCoverage: 0.5 } }),
  201,
);

await step("a hiring loop, its weights, and a change of it", async () => {
  const path = { id: loop.id };
  const own = loop.bundle.find((entry) => entry.assessment === "communication");
  assert.deepEqual([own?.relevance, own?.reason], [0.35, "override"]);
  assert.deepEqual(loop.assessments, asked);

  const answer = await employer.GET("/v1/hiring-loops/{id}", { params: { path } });
  const etag = answer.response.headers.get("etag");
  assert.ok(etag);
  expectProblem(await employer.PATCH("/v1/hiring-loops/{id}", { params: { path }, body: { validity: 21 } }), 428, "precondition-required");
  const changed = expect(
    await employer.PATCH("/v1/hiring-loops/{id}", { params: { path, header: { "If-Match": etag } }, body: { validity: 21 } }),
    200,
  );
  assert.deepEqual([changed.version, changed.validity], [2, 21]);
  const { items } = expect(await employer.GET("/v1/hiring-loops/{id}/versions", { params: { path } }), 200);
  assert.equal(items.length, 2);
});

const references = ["fresh", "new", "declines"].map((name) => `${name}-${reference}`);
const batch = expect(
  await employer.POST("/v1/hiring-loops/{id}/invitations/batch", {
    params: { path: { id: loop.id }, header: { "Idempotency-Key": randomUUID() } },
    body: { invitations: references.map((each) => ({ reference: each })) },
  }),
  200,
);
const [fresh, newcomer, decliner] = batch.items.map(({ invitation }) => invitation);
assert.ok(fresh?.token && newcomer?.token && decliner?.token);
const candidates: Record<string, Client<paths>> = {};

await step("a fresh passport completes its invitation at once", async () => {
  const brought = expect(await anonymous.POST("/v1/passports"), 201);
  const candidate = clientOf(brought.token);
  for (const form of asked) await take(candidate, form);

  const link = clientOf(fresh.token);
  const shown = expect(await link.GET("/v1/invitations/current"), 200);
  assert.deepEqual(shown.assessments.map((each) => [each.assessment, each.state]), asked.map((each) => [each, "remaining"]));
  const body = { consent: shown.consent.version, passport: brought.token };
  const accepted = expect(await link.POST("/v1/invitations/current/acceptance", { params: keyed(), body }), 201);
  assert.deepEqual([accepted.invitation.state, accepted.passport, accepted.token], ["completed", brought.id, undefined]);
  assert.ok(accepted.invitation.assessments.every((each) => each.state === "covered"));
  candidates[brought.id] = candidate;
});

await step("a new candidate takes what is asked for, with more time", async () => {
  const path = { id: newcomer.id };
  const pending = await employer.GET("/v1/invitations/{id}/result", { params: { path } });
  assert.equal(pending.response.status, 202);
  expect(await employer.PUT("/v1/invitations/{id}/accommodation", { params: { path }, body: { timeMultiplier: 1.5 } }), 200);

  const link = clientOf(newcomer.token);
  const { consent } = expect(await link.GET("/v1/invitations/current"), 200);
  expectProblem(await link.POST("/v1/invitations/current/acceptance", { params: keyed(), body: { consent: "1999-01" } }), 422, "consent-outdated");
  const accepted = expect(await link.POST("/v1/invitations/current/acceptance", { params: keyed(), body: { consent: consent.version } }), 201);
  assert.ok(accepted.token);
  const candidate = clientOf(accepted.token);
  for (const [taken, form] of asked.entries()) {
    assert.deepEqual((await invitationOf(newcomer.id)).remaining, asked.slice(taken));
    await take(candidate, form);
  }

  const completed = await invitationOf(newcomer.id);
  assert.deepEqual([completed.state, completed.passport], ["completed", accepted.passport]);
  const given = expect(await employer.GET("/v1/invitations/{id}/accommodation", { params: { path } }), 200);
  assert.equal(given.timeMultiplier, 1.5);
  candidates[accepted.passport] = candidate;
});

await step("a candidate declines", async () => {
  const link = clientOf(decliner.token);
  assert.equal(expect(await link.POST("/v1/invitations/current/declination"), 200).state, "declined");
  const path = { id: decliner.id };
  const refused = expectProblem(await employer.GET("/v1/invitations/{id}/result", { params: { path } }), 409, "result-not-available");
  assert.equal(refused.state, "declined");
  const { items, next } = expect(await employer.GET("/v1/hiring-loops/{id}/invitations", { params: { path: { id: loop.id } } }), 200);
  assert.equal(next, null);
  const states = references.map((each) => items.find((item) => item.reference === each)?.state);
  assert.deepEqual([items.length, states], [3, ["completed", "completed", "declined"]]);
});

await step("results, the ranking of them, and who has looked", async () => {
  const ranking = expect(await employer.GET("/v1/hiring-loops/{id}/candidates", { params: { path: { id: loop.id } } }), 200);
  assert.deepEqual(ranking.items.map((item) => item.invitation).sort(), [fresh.id, newcomer.id].sort());
  for (const row of ranking.items) {
    const result = expect(await employer.GET("/v1/invitations/{id}/result", { params: { path: { id: row.invitation } } }), 200);
    const readiness = result.readiness;
    assert.ok(readiness && result.assessments);
    assert.equal(readiness.hiringLoop, loop.id);
    assert.equal(row.readiness, readiness.readiness);
    assert.ok(row.tier !== undefined && row.tier >= 1);
    assert.deepEqual(result.assessments.map((each) => each.assessment).sort(), [...asked].sort());

    const candidate = candidates[readiness.passport];
    assert.ok(candidate);
    const looks = expect(await candidate.GET("/v1/passports/{id}/access-log", { params: { path: { id: readiness.passport } } }), 200);
    assert.deepEqual(looks.items.map((look) => look.action).sort(), ["ranking.read", "result.read"]);
  }

  const subject = `invitation:${newcomer.id}`;
  const log = expect(await employer.GET("/v1/audit-log", { params: { query: { subject } } }), 200);
  for (const action of ["invitation.created", "invitation.completed", "accommodation.changed", "result.read"]) {
    assert.ok(log.items.some((entry) => entry.action === action), action);
  }

  const usage = expect(await employer.GET("/v1/usage"), 200);
  const sum = (count: (month: Schemas["MonthOfUsage"]) => number) => usage.months.reduce((total, month) => total + count(month), 0);
  // The key may have been used before.
  assert.ok(sum((month) => month.invitations) >= 3 && sum((month) => month.attempts) >= 2 && sum((month) => month.completed) >= 2);
});

await step("the events of each invitation, signed and in their order", async () => {
  const expected: Record<string, string[]> = {
    [fresh.id]: ["invitation.created", "invitation.accepted", "invitation.completed"],
    [newcomer.id]: ["invitation.created", "invitation.accepted", "invitation.completed"],
    [decliner.id]: ["invitation.created", "invitation.declined"],
  };
  const count = Object.values(expected).flat().length;
  const end = Date.now() + patience;
  while (received.length < count) {
    assert.ok(Date.now() < end, `${received.length} of ${count} events have arrived within ${patience / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  assert.ok(endpoint.secret);
  const webhook = new Webhook(endpoint.secret);
  const events = received.map(({ headers, body }) => webhook.verify(body, headers) as Happened);
  assert.equal(new Set(received.map(({ headers }) => headers["webhook-id"])).size, count);
  for (const [invitation, types] of Object.entries(expected)) {
    assert.deepEqual(events.filter(({ data }) => data.invitation === invitation).map(({ type }) => type), types);
  }

  assert.ok(events.every(({ data }) => data.hiringLoop === loop.id && data.hiringLoopVersion === 2));
  const path = { id: endpoint.id };
  const { items } = expect(await employer.GET("/v1/webhook-endpoints/{id}/deliveries", { params: { path } }), 200);
  assert.ok(items.length === count && items.every((item) => item.attempts === 1));
  assert.equal((await employer.DELETE("/v1/webhook-endpoints/{id}", { params: { path } })).response.status, 204);
});

receiver.closeAllConnections();
receiver.close();
