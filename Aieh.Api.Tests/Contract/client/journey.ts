// Plays the contract against a running service: node compiled/journey.js http://localhost:8080
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./generated/aieh.js";

type Schemas = components["schemas"];

const assessment = "python-fundamentals";
const role = "backend-engineer";

const baseUrl = process.argv[2];
if (baseUrl === undefined) {
  console.error("Say where the service is: node compiled/journey.js http://localhost:8080");
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

  const submit = (key: string, responses: Schemas["ItemResponse"][]) =>
    owner.POST("/v1/attempts/{id}/submission", { params: { path, header: { "Idempotency-Key": key } }, body: { responses }, parseAs: "text" });
  const key = randomUUID();
  const first = await submit(key, answers.slice(half));
  const again = await submit(key, answers.slice(half));
  const text = expect(first, 201);
  assert.equal(first.response.headers.get("idempotency-replayed"), null);
  assert.equal(again.response.headers.get("idempotency-replayed"), "true");
  assert.equal(expect(again, 201), text);
  assert.equal(again.response.headers.get("location"), first.response.headers.get("location"));
  expectProblem(await submit(key, []), 422, "idempotency-key-reused");
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
