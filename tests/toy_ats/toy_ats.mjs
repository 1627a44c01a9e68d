// The smallest applicant tracking system that a recruiter can export to, from LinkedIn's documented contract alone.
// LINKEDIN is the sandbox's address, OURS its own, JOB the one job it has; it prints what happens as lines of JSON.
// A toy: it keeps nothing, asks once for each token and never again, and hears of nothing but what it is pushed.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";

const { LINKEDIN: linkedin, OURS: ours } = process.env, job = JSON.parse(process.env.JOB), tokens = {};
const joined = (key, before = "") => Object.entries(key).map(([name, part]) => `${before}${name}=${part}`).join("&");

async function speak(path, options) {
  const answer = await fetch(linkedin + path, options), body = await answer.text();
  if (!answer.ok || /"errors":\{"|"error":/.test(body)) throw new Error(`${path}: ${answer.status} ${body}`);
  return JSON.parse(body || "{}");
}
async function call(who, method, path, body, restli) {
  const form = new URLSearchParams({ grant_type: "client_credentials", ...who });
  tokens[who.client_id] ??= (await speak("/oauth/v2/accessToken", { method: "POST", body: form })).access_token;
  const headers = { authorization: `Bearer ${tokens[who.client_id]}`, "content-type": "application/json" };
  if (restli) headers["x-restli-method"] = restli;
  return speak(path, { method, headers, body: JSON.stringify(body) });
}
const put = (path, ids, entities) => call(child, "PUT", `${path}?${ids}`, { entities }, "batch_update");

// What the configuration plugin told our administrator's page was requested: name it, then say where to push.
async function named({ integrationContext, integrationType }) {
  const key = { integrationContext, integrationType, tenantType: "RECRUITER", dataProvider: "ATS" };
  const entities = { [joined(key)]: { patch: { $set: { integrationName: `Toy ATS ${integrationType}` } } } };
  await call(child, "POST", `/v2/atsIntegrations?${joined(key, "ids[0].")}`, { entities }, "batch_partial_update");
  if (integrationType !== "ONE_CLICK_EXPORT") return;
  const value = (string) => ({ configurationValue: { string } });
  const settings = { CALLBACK_URL: value(`${ours}/push`), JOB_POSTING_VIEWERS: value("ALL_PRODUCT_USERS") };
  await put(`/v2/atsIntegrations/${joined(key)}/configurations`, "ids=CALLBACK_URL&ids=JOB_POSTING_VIEWERS", settings);
}
const changed = ({ integrationContext, integrationType, integrationStatus }) =>
  integrationType === "ONE_CLICK_EXPORT" && integrationStatus === "ENABLED" &&
  call(child, "POST", "/v2/simpleJobPostings", { elements: [{ ...job, integrationContext }] }, "batch_create");
async function exported({ candidate, integrationContext, externalJobPostingId }) {
  const { member, firstName, lastName, emailAddresses } = candidate, now = Date.now();
  const key = { atsCandidateId: member.split(":").pop(), dataProvider: "ATS", integrationContext };
  const person = { firstName, lastName, emailAddresses, phoneNumbers: [], addresses: [], manualMatchedMember: member,
    externalProfileUrl: `https://toy.example/people/${now}`, atsCreatedAt: now, atsLastModifiedAt: now };
  await put("/v2/atsCandidates", joined(key, "ids[0]."), { [joined(key)]: person });
  console.log(JSON.stringify({ event: "export", member, firstName, lastName, job: externalJobPostingId }));
}
const ASKED = { INTEGRATION_STATUS_CHANGE: "atsIntegrations", EXPORT_CANDIDATE_PROFILE: "exportedCandidates" };

// Our own page posts what it was told; everything else must be a push with LinkedIn's signature.
createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()), told = JSON.parse(body), page = request.url === "/requested";
  const signature = createHmac("sha256", child.client_secret).update("hmacsha256=").update(body).digest("hex");
  if (!page && request.headers["x-li-signature"] !== signature) return response.writeHead(401).end();
  const get = () => call(child, "GET", `/v2/${ASKED[told.type]}?q=request&requestId=${told.id}`);
  for (const it of page ? told : (await get()).elements) await (page ? named : it.candidate ? exported : changed)(it);
  response.end();
}).listen(new URL(ours).port, "127.0.0.1");

const parent = { client_id: "demo-parent", client_secret: "demo-parent-secret" };
const asked = { uniqueForeignId: "toy", name: "Toy ATS - Birch Rowan", description: "Toy", validJsSdkDomains: [ours] };
const { key, credentials: child } = await call(parent, "POST", "/v2/provisionedApplications", asked);
console.log(JSON.stringify({ event: "ready", application: key, client_id: child.client_id }));
