/* SPDX-License-Identifier: GPL-3.0-or-later */

// till-sandbox as a process of its own, what a client of it needs, and the customer's side.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export async function startSandbox() {
  const child = spawn(process.env.TILL_SANDBOX, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise(resolve => child.once("exit", (code, signal) => resolve(signal ?? code)));
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    new Promise(resolve => lines.once("line", resolve)),
    ended.then(code => { throw new Error(`till-sandbox ended with ${code}`); })
  ]);
  const account = JSON.parse(line);

  const control = async (method, path, body) => {
    const response = await fetch(`${account.endpoint}/_control/${path}`, {
      method, body: body === undefined ? undefined : JSON.stringify(body)
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };

  return {
    account,
    act: (id, word, body) => control("POST", `payments/${id}/${word}`, body),
    checkoutAct: (id, word) => control("POST", `checkouts/${id}/${word}`),
    refundAct: (id, word) => control("POST", `refunds/${id}/${word}`),
    addFault: fault => control("POST", "faults", fault),
    clearFaults: () => control("DELETE", "faults"),
    count: async () => (await control("GET", "payments")).payments.length,
    stop: () => { child.kill("SIGTERM"); return ended; }
  };
}
