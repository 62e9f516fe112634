/* SPDX-License-Identifier: GPL-3.0-or-later */

// The platform's official Node SDK, a client that we did not write, gets along with till-sandbox.  TAP.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { startSandbox } from "./sandbox.mjs";

let sdk;
try {
  sdk = (await import("connect-sdk-nodejs")).default;
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND")
    throw error;
  console.log("1..0 # SKIP connect-sdk-nodejs is not here: npm ci in tests/sandbox/node");
  process.exit(0);
}

const sandbox = await startSandbox();
const { endpoint, merchantId, apiKeyId, secretApiKey } = sandbox.account;

function newClient(overrides = {}) {
  const { hostname, port } = new URL(endpoint);
  return sdk.init({
    integrator: "Till's tests", scheme: "http", host: hostname, port: Number(port), apiKeyId, secretApiKey, ...overrides
  });
}

const client = newClient();
const payments = client.v1.payments;
const checkouts = client.v1.hostedcheckouts;

function order(reference, money = { amount: 1250, currencyCode: "USD" }) {
  return {
    amountOfMoney: money,
    customer: { locale: "en_GB", billingAddress: { countryCode: "CN" } },
    references: { merchantReference: reference, merchantOrderId: 42, descriptor: "Corner Shop" }
  };
}

function paymentBody(type, reference = `N-${randomUUID().slice(0, 8)}`) {
  const input = { integrationType: type };
  if (type === "javaScriptAPI" || type === "miniProgram")
    input.openId = "o-1";
  return {
    order: order(reference),
    redirectPaymentMethodSpecificInput: {
      paymentProductId: 863, requiresApproval: false, paymentProduct863SpecificInput: input
    },
    fraudFields: { customerIpAddress: "203.0.113.20" }
  };
}

const newKey = () => ({ idempotence: { key: randomUUID() } });

async function create(type, context = newKey(), body = paymentBody(type)) {
  const response = await payments.create(merchantId, body, context);
  assert.equal(response.status, 201);
  return response.body;
}

function assertError(response, status, code, property) {
  assert.equal(response.isSuccess, false);
  assert.equal(response.status, status);
  assert.ok(response.body.errorId);
  assert.ok(response.body.errors.some(error => error.code === code &&
                                               (property === undefined || error.propertyName === property)),
            JSON.stringify(response.body));
}

const showData = action => Object.fromEntries(action.showData.map(({ key, value }) => [key, value]));

function assertThirdParty(action) {
  assert.equal(action.actionType, "CALL_THIRD_PARTY");
  const product = action.thirdPartyData.paymentProduct863;
  for (const name of ["appId", "nonceStr", "packageSign", "paySign", "prepayId", "timeStamp"])
    assert.ok(product[name], name);
  assert.equal(product.packageSign, `prepay_id=${product.prepayId}`);
}

// What is handed to the customer, by integration type.
const types = {
  desktopQRCode(action) {
    assert.equal(action.actionType, "SHOW_FORM");
    const data = showData(action);
    assert.equal(Buffer.from(data.QRCODE, "base64").subarray(0, 8).toString("latin1"), "\x89PNG\r\n\x1a\n");
    assert.ok(data.WECHAT_PAYMENTID);
  },
  urlIntent(action) {
    assert.equal(action.actionType, "SHOW_FORM");
    assert.ok(new URL(showData(action).URLINTENT));
    assert.ok(showData(action).WECHAT_PAYMENTID);
  },
  nativeInApp(action) {
    const data = showData(action);
    assert.ok(data.WECHAT_SIGNATURE && data.SIGNATURE_NONCE && data.WECHAT_PAYMENTID);
  },
  javaScriptAPI: assertThirdParty,
  miniProgram: assertThirdParty
};

const cases = [];
const test = (name, run) => cases.push({ name, run });

for (const [type, assertAction] of Object.entries(types)) {
  test(`pays with ${type}`, async () => {
    const { payment, merchantAction, creationOutput } = await create(type);
    assert.match(payment.id, /^[0-9]{30}$/);
    assert.equal(creationOutput.externalReference, payment.id);
    assert.equal(payment.status, "REDIRECTED");
    assertAction(merchantAction);

    const waiting = await payments.thirdPartyStatus(merchantId, payment.id, {});
    assert.equal(waiting.body.thirdPartyStatus, "WAITING");
    await sandbox.act(payment.id, "scan");
    await sandbox.act(payment.id, "pay");
    const completed = await payments.thirdPartyStatus(merchantId, payment.id, {});
    assert.equal(completed.body.thirdPartyStatus, "COMPLETED");

    const paid = await payments.get(merchantId, payment.id, {});
    assert.equal(paid.body.status, "CAPTURED");
    assert.equal(paid.body.statusOutput.statusCategory, "COMPLETED");
    assert.equal(paid.body.paymentOutput.amountPaid, 1250);
  });
}

test("is told of a customer who declines", async () => {
  const { payment } = await create("desktopQRCode");
  await sandbox.act(payment.id, "decline");
  const { body } = await payments.get(merchantId, payment.id, {});
  assert.equal(body.status, "REJECTED");
  assert.equal(body.statusOutput.statusCategory, "UNSUCCESSFUL");
});

test("finds by reference, page by page", async () => {
  const reference = `F-${randomUUID().slice(0, 8)}`;
  const first = await create("desktopQRCode", newKey(), paymentBody("desktopQRCode", reference));
  const second = await create("urlIntent", newKey(), paymentBody("urlIntent", reference));
  const all = await payments.find(merchantId, { merchantReference: reference });
  assert.equal(all.body.totalCount, 2);
  const last = await payments.find(merchantId, { merchantReference: reference, offset: 1, limit: 1 });
  assert.deepEqual(last.body.payments.map(payment => payment.id), [first.payment.id]);
  assert.deepEqual(all.body.payments.map(payment => payment.id), [second.payment.id, first.payment.id]);
});

test("may not cancel a waiting payment", async () => {
  const { payment } = await create("desktopQRCode");
  assertError(await payments.cancel(merchantId, payment.id, {}), 405, "300850");
});

test("cancels a payment that waits for approval", async () => {
  const { payment } = await create("desktopQRCode");
  await sandbox.act(payment.id, "pending-approval");
  const pending = await payments.get(merchantId, payment.id, {});
  assert.equal(pending.body.statusOutput.isCancellable, true);
  const cancelled = await payments.cancel(merchantId, payment.id, {});
  assert.equal(cancelled.status, 200);
  assert.equal(cancelled.body.payment.status, "CANCELLED");
});

// This SDK is older than refundReason, and refuses what it does not know.
function refundBody(amount, reference = `R-${randomUUID().slice(0, 8)}`) {
  return {
    amountOfMoney: { amount, currencyCode: "USD" },
    refundReferences: { merchantReference: reference }
  };
}

async function createPaid() {
  const { payment } = await create("desktopQRCode");
  await sandbox.act(payment.id, "pay");
  return payment.id;
}

test("refunds a payment in full", async () => {
  const id = await createPaid();
  const { status, body } = await payments.refund(merchantId, id, refundBody(1250), newKey());
  assert.equal(status, 201);
  assert.equal(body.status, "REFUND_REQUESTED");
  assert.equal(body.refundOutput.amountOfMoney.amount, 1250);
  await sandbox.refundAct(body.id, "done");
  const refund = await client.v1.refunds.get(merchantId, body.id, {});
  assert.equal(refund.body.status, "REFUNDED");
  const payment = await payments.get(merchantId, id, {});
  assert.equal(payment.body.status, "REFUNDED");
  assert.equal(payment.body.paymentOutput.amountRefunded, 1250);
  assert.equal(payment.body.statusOutput.isRefundable, false);
});

test("refunds in parts, and not more than was paid", async () => {
  const id = await createPaid();
  const first = await payments.refund(merchantId, id, refundBody(500, "P-1"), newKey());
  const second = await payments.refund(merchantId, id, refundBody(700), newKey());
  assertError(await payments.refund(merchantId, id, refundBody(51), newKey()), 400, "21000120", "amountOfMoney.amount");
  const third = await payments.refund(merchantId, id, refundBody(50), newKey());
  const list = await payments.refunds(merchantId, id, {});
  assert.deepEqual(list.body.refunds.map(refund => refund.id), [first.body.id, second.body.id, third.body.id]);
  const found = await client.v1.refunds.find(merchantId, { merchantReference: "P-1" });
  assert.deepEqual(found.body.refunds.map(refund => refund.id), [first.body.id]);
});

test("may not refund what was not paid", async () => {
  const { payment } = await create("desktopQRCode");
  assertError(await payments.refund(merchantId, payment.id, refundBody(1), newKey()), 405, "300850");
});

test("gets the same refund again by its key, also when its answer was lost", async () => {
  const id = await createPaid();
  const context = newKey();
  const body = refundBody(500);
  await sandbox.addFault({ call: "refund", nth: 1, fault: "lost" });
  await assert.rejects(payments.refund(merchantId, id, body, context));
  const again = await payments.refund(merchantId, id, body, context);
  assert.equal(again.status, 201);
  assert.match(context.idempotence.requestTimestamp, /^[0-9]{13}$/);
  const list = await payments.refunds(merchantId, id, {});
  assert.deepEqual(list.body.refunds.map(refund => refund.id), [again.body.id]);
  await sandbox.clearFaults();
});

test("is told of a refund that is refused", async () => {
  const id = await createPaid();
  await sandbox.addFault({ call: "refund", nth: 1, fault: "decline" });
  const response = await payments.refund(merchantId, id, refundBody(500), newKey());
  assertError(response, 402, "430330");
  assert.equal(response.body.refundResult.status, "REJECTED");
  await sandbox.clearFaults();
});

test("pays on a hosted checkout", async () => {
  const created = await checkouts.create(merchantId, {
    order: order("H-1"),
    hostedCheckoutSpecificInput: {
      locale: "en_GB", returnUrl: "https://shop.example.com/back", returnCancelState: true,
      paymentProductFilters: { restrictTo: { products: [863] } }
    }
  });
  assert.equal(created.status, 201);
  const { hostedCheckoutId, partialRedirectUrl, RETURNMAC } = created.body;
  assert.ok(partialRedirectUrl && RETURNMAC);

  const before = await checkouts.get(merchantId, hostedCheckoutId);
  assert.equal(before.body.status, "IN_PROGRESS");
  await sandbox.checkoutAct(hostedCheckoutId, "pay");
  const after = await checkouts.get(merchantId, hostedCheckoutId);
  assert.equal(after.body.status, "PAYMENT_CREATED");
  assert.equal(after.body.createdPaymentOutput.payment.status, "CAPTURED");
  const found = await payments.find(merchantId, { hostedCheckoutId });
  assert.equal(found.body.totalCount, 1);

  assert.equal((await checkouts.remove(merchantId, hostedCheckoutId)).status, 204);
  assertError(await checkouts.get(merchantId, hostedCheckoutId), 410, "1002");
});

test("asks for the product", async () => {
  const context = { countryCode: "CN", currencyCode: "USD", amount: 1250, isRecurring: false, hide: ["fields"] };
  const { status, body } = await client.v1.products.get(merchantId, 863, context);
  assert.equal(status, 200);
  assert.equal(body.id, 863);
  assert.ok(body.paymentProduct863SpecificData.integrationTypes.includes("desktopQRCode"));
  const list = await client.v1.products.find(merchantId, { countryCode: "CN", currencyCode: "USD" });
  assert.deepEqual(list.body.paymentProducts.map(product => product.id), [863]);
  assertError(await client.v1.products.get(merchantId, 863, { countryCode: "CN", currencyCode: "XAU" }), 400, "430900");
});

test("tests the connection", async () => {
  const { body } = await client.v1.services.testconnection(merchantId, {});
  assert.deepEqual(body, { result: "OK" });
});

test("is not let in with a wrong secret or key", async () => {
  for (const wrong of [{ secretApiKey: "wrong" }, { apiKeyId: "wrong" }])
    assertError(await newClient(wrong).v1.services.testconnection(merchantId, {}), 403, "9002");
});

test("may not speak for another merchant", async () => {
  assertError(await client.v1.services.testconnection("9", {}), 403, "9007");
});

test("is told what is missing", async () => {
  const body = paymentBody("desktopQRCode");
  delete body.fraudFields;
  assertError(await payments.create(merchantId, body, newKey()), 400, "21000120", "fraudFields.customerIpAddress");
});

test("does not get yen with a fraction", async () => {
  const body = paymentBody("desktopQRCode");
  body.order = order("Y-1", { amount: 50050, currencyCode: "JPY" });
  assertError(await payments.create(merchantId, body, newKey()), 400, "21000120", "order.amountOfMoney.amount");
});

test("is told of an unknown payment", async () => {
  assertError(await payments.get(merchantId, "1", {}), 404, "300240");
  assertError(await payments.thirdPartyStatus(merchantId, "1", {}), 404, "300240");
});

test("stumbles over a path that is none", async () => {
  await assert.rejects(payments.approve(merchantId, "1", {}, {}), { status: 404 });
});

test("gets the same payment again by its key", async () => {
  const context = newKey();
  const body = paymentBody("desktopQRCode");
  const before = await sandbox.count();
  const first = await create("desktopQRCode", context, body);
  assert.equal(context.idempotence.requestTimestamp, undefined);
  await sandbox.act(first.payment.id, "pay");
  const again = await create("desktopQRCode", context, body);
  assert.match(context.idempotence.requestTimestamp, /^[0-9]{13}$/);
  assert.equal(again.payment.id, first.payment.id);
  assert.deepEqual(again.merchantAction, first.merchantAction);
  assert.equal(again.payment.status, "CAPTURED");
  assert.equal(await sandbox.count(), before + 1);
});

test("gets the payment whose answer was lost", async () => {
  const context = newKey();
  const body = paymentBody("desktopQRCode");
  const before = await sandbox.count();
  await sandbox.addFault({ call: "create", nth: 1, fault: "reset" });
  await assert.rejects(payments.create(merchantId, body, context));
  assert.equal(await sandbox.count(), before + 1);
  const { payment } = await create("desktopQRCode", context, body);
  assert.equal(await sandbox.count(), before + 1);
  assert.ok(payment.id);
  await sandbox.clearFaults();
});

test("is told to wait while the first request is in progress", async () => {
  const context = newKey();
  const body = paymentBody("desktopQRCode");
  await sandbox.addFault({ call: "create", nth: 1, fault: "late", ms: 2000 });
  const first = payments.create(merchantId, body, { idempotence: { ...context.idempotence } });
  let busy;
  do {
    // The first is the first to arrive when the platform has counted it.
    busy = await payments.find(merchantId, { merchantReference: body.order.references.merchantReference });
  } while (busy.body.totalCount === 0);
  assertError(await payments.create(merchantId, body, context), 409, "1409");
  assert.ok(context.idempotence.requestTimestamp);
  assert.equal((await first).status, 201);
  assert.equal((await create("desktopQRCode", context, body)).payment.id, (await first).body.payment.id);
  await sandbox.clearFaults();
});

test("is told of a payment that is declined at once", async () => {
  await sandbox.addFault({ call: "create", nth: 1, fault: "decline", errorCode: "430330" });
  const response = await payments.create(merchantId, paymentBody("desktopQRCode"), newKey());
  assertError(response, 402, "430330");
  assert.equal(response.body.paymentResult.payment.status, "REJECTED");
  assert.match(response.body.paymentResult.payment.id, /^[0-9]{30}$/);
  await sandbox.clearFaults();
});

test("sees the process end as it should", async () => {
  assert.equal(await sandbox.stop(), 0);
});

console.log(`1..${cases.length}`);
let failed = 0;
for (const [index, { name, run }] of cases.entries()) {
  try {
    await run();
    console.log(`ok ${index + 1} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${index + 1} - ${name}`);
    console.log(String(error.stack ?? error).replace(/^/gm, "# "));
  }
}
process.exitCode = failed === 0 ? 0 : 1;
