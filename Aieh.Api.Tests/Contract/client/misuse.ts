// Compiled and never run: what the contract forbids must not compile. An expected error that does not occur is an error itself.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/aieh.js";

const client = createClient<paths>({ baseUrl: "http://localhost" });

export async function misuse(report: components["schemas"]["ScoreReportResponse"], problem: components["schemas"]["Problem"]): Promise<void> {
  // @ts-expect-error: there is no such path.
  await client.GET("/v1/candidates");

  // @ts-expect-error: the member is called `assessment`.
  await client.POST("/v1/attempts", { body: { assesment: "python-fundamentals", form: "sample" } });

  // @ts-expect-error: there is no such form.
  await client.POST("/v1/attempts", { body: { assessment: "python-fundamentals", form: "half" } });

  // @ts-expect-error: the Idempotency-Key is required.
  await client.POST("/v1/attempts/{id}/submission", { params: { path: { id: "" } } });

  // @ts-expect-error: the stack is one of those listed.
  await client.GET("/v1/passports/{id}/readiness/{role}", { params: { path: { id: "", role: "" }, query: { stack: "cobol" } } });

  // @ts-expect-error: the member is called `score`.
  const points: number = report.points;

  // @ts-expect-error: an anonymous attempt has no passport.
  const passport: string = report.passport;

  // @ts-expect-error: most problems list no errors.
  const first = problem.errors[0];

  void [points, passport, first];
}
