// The state of the server, and again whenever it changes.

export function follow(changed, lost) {
  const source = new EventSource("/feed");
  source.onmessage = (event) => changed(JSON.parse(event.data));
  source.onerror = () => lost();
}

export async function send(address, value) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
  return { ok: response.ok, status: response.status, value: await response.json().catch(() => ({})) };
}
