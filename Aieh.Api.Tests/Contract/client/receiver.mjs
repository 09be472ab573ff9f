// Receives what the service sends and checks it with the receivers' own library:
//   node receiver.mjs http://localhost:8080 <API key with webhooks:write>
// The service must be started with --Webhooks:AllowedHosts:0=127.0.0.1, because the receiver listens on this machine.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const [baseUrl, key] = process.argv.slice(2);
if (baseUrl === undefined || key === undefined) {
  console.error("Say where the service is, and give a key: node receiver.mjs http://localhost:8080 aieh_live_…");
  process.exit(2);
}

const patience = 60_000;

async function call(method, path, status, body) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const answer = await fetch(new URL(path, baseUrl), { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  const text = await answer.text();
  assert.equal(answer.status, status, `${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const received = [];
let notice = () => {};

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(204).end();
    notice();
  });
});

/** The request that brings the event. */
async function arrival(event) {
  const end = Date.now() + patience;
  for (;;) {
    const found = received.find(({ headers }) => headers["webhook-id"] === event);
    if (found) return found;
    assert.ok(Date.now() < end, `event ${event} did not arrive within ${patience / 1000} s`);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, 500);
      notice = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Verified as receivers do it; what has been tampered with is refused. */
function check({ headers, body }, secrets, foreign) {
  for (const secret of secrets) {
    const hook = new Webhook(secret);
    const event = hook.verify(body, headers);
    assert.equal(event.type, "endpoint.ping");
    assert.ok(Date.parse(event.timestamp));

    const changed = Buffer.from(body);
    changed[changed.length - 3] ^= 1;
    const later = String(Number(headers["webhook-timestamp"]) + 1);
    assert.throws(() => hook.verify(changed, headers), WebhookVerificationError, "a changed byte");
    assert.throws(() => hook.verify(body, { ...headers, "webhook-id": "another" }), WebhookVerificationError, "another id");
    assert.throws(() => hook.verify(body, { ...headers, "webhook-timestamp": later }), WebhookVerificationError, "another time");
  }

  assert.throws(() => new Webhook(foreign).verify(body, headers), WebhookVerificationError, "another secret");
}

await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
let endpoint;
try {
  endpoint = await call("POST", "/v1/webhook-endpoints", 201, { url: `http://127.0.0.1:${server.address().port}/hook` });
  const path = `/v1/webhook-endpoints/${endpoint.id}`;
  const foreign = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  const first = await call("POST", `${path}/ping`, 202);
  check(await arrival(first.event), [endpoint.secret], foreign);
  console.log("ok  a ping, verified by standardwebhooks");

  const rotated = await call("POST", `${path}/rotation`, 201, { overlapHours: 1 });
  const second = await call("POST", `${path}/ping`, 202);
  const both = await arrival(second.event);
  assert.equal(both.headers["webhook-signature"].split(" ").length, 2);
  check(both, [endpoint.secret, rotated.secret], foreign);
  console.log("ok  a ping during a rotation, verified with the old secret and the new one");
} finally {
  if (endpoint !== undefined) await call("DELETE", `/v1/webhook-endpoints/${endpoint.id}`, 204);
  server.closeAllConnections();
  server.close();
}
