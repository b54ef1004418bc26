"""Hands every request, as the HTTP parser of uvicorn has read it, to the server that PORT names, under the name in NAME."""
import asyncio
import http.client
import os


def hand_over(method, body):
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=60)
    connection.request(method, "/" + os.environ["NAME"], body, {"Content-Length": str(len(body))})
    answer = connection.getresponse()
    return answer.status, answer.read()


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    body = b""
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    status, text = await asyncio.to_thread(hand_over, scope["method"], body)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
