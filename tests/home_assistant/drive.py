"""Drives Home Assistant through its own API, as its page does.

    drive.py URL set-up BROKER_PORT      a user, then the MQTT integration
    drive.py URL states                  every entity's state, as JSON
    drive.py URL devices                 the devices of the MQTT integration, as JSON
    drive.py URL entities                the entities of the MQTT integration, as JSON
    drive.py URL call DOMAIN SERVICE JSON

Needs aiohttp, which Home Assistant brings. The token is kept in /config/token.
"""

import asyncio
import json
import pathlib
import sys

import aiohttp

TOKEN = pathlib.Path("/config/token")


async def sign_up(session, url):
    """The first user, who owns the installation."""
    user = {
        "client_id": url,
        "name": "Test",
        "username": "test",
        "password": "test",
        "language": "en",
    }
    async with session.post(f"{url}/api/onboarding/users", json=user) as answer:
        answer.raise_for_status()
        code = (await answer.json())["auth_code"]
    form = {"grant_type": "authorization_code", "code": code, "client_id": url}
    async with session.post(f"{url}/auth/token", data=form) as answer:
        answer.raise_for_status()
        TOKEN.write_text((await answer.json())["access_token"])


def authorized():
    return {"Authorization": f"Bearer {TOKEN.read_text()}"}


async def add_mqtt(session, url, port):
    """Answers the integration's form, as a person who types the broker in."""
    flows = f"{url}/api/config/config_entries/flow"
    async with session.post(flows, json={"handler": "mqtt"}, headers=authorized()) as answer:
        answer.raise_for_status()
        flow = await answer.json()
    form = {"broker": "127.0.0.1", "port": port}
    async with session.post(
        f"{flows}/{flow['flow_id']}", json=form, headers=authorized()
    ) as answer:
        done = await answer.json()
    if done.get("type") != "create_entry":
        sys.exit(f"the MQTT integration was not set up: {done}")


async def get_states(session, url):
    async with session.get(f"{url}/api/states", headers=authorized()) as answer:
        answer.raise_for_status()
        return await answer.json()


async def list_registry(session, url, registry):
    """The devices or entities of the MQTT integration, over the websocket."""
    async with session.ws_connect(f"{url}/api/websocket") as socket:
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": TOKEN.read_text()})
        await socket.receive_json()

        async def ask(number, kind):
            await socket.send_json({"id": number, "type": kind})
            return (await socket.receive_json())["result"]

        entries = await ask(1, "config_entries/get")
        mqtt = {entry["entry_id"] for entry in entries if entry["domain"] == "mqtt"}
        found = await ask(2, f"config/{registry}_registry/list")
    if registry == "device":
        return [each for each in found if mqtt & set(each["config_entries"])]
    return [each for each in found if each["config_entry_id"] in mqtt]


async def call(session, url, domain, service, data):
    address = f"{url}/api/services/{domain}/{service}"
    async with session.post(address, json=json.loads(data), headers=authorized()) as answer:
        if answer.status != 200:
            sys.exit(f"{domain}.{service}: {answer.status} {await answer.text()}")


async def main(url, command, *arguments):
    async with aiohttp.ClientSession() as session:
        if command == "set-up":
            await sign_up(session, url)
            await add_mqtt(session, url, int(arguments[0]))
        elif command == "states":
            print(json.dumps(await get_states(session, url)))
        elif command == "devices":
            print(json.dumps(await list_registry(session, url, "device")))
        elif command == "entities":
            print(json.dumps(await list_registry(session, url, "entity")))
        elif command == "call":
            await call(session, url, *arguments)
        else:
            sys.exit(__doc__)


asyncio.run(main(*sys.argv[1:]))
