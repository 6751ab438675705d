"""An SSH server on loopback with SFTP and commands: `ssh_server.py DIR`.

Makes a host key and a client's key in DIR, writes `config` there for ssh, and
prints its port. Files are the machine's own. Runs until it is killed."""
import asyncio, pathlib, subprocess, sys

import asyncssh


async def run(process):
    child = await asyncio.create_subprocess_shell(
        process.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    await process.redirect(stdin=child.stdin, stdout=child.stdout, stderr=child.stderr)
    process.exit(await child.wait())
    await process.wait_closed()


async def main(folder):
    host, client = folder / "host_key", folder / "client_key"
    for path in (host, client):
        key = asyncssh.generate_private_key("ssh-ed25519")
        key.write_private_key(path)
        key.write_public_key(str(path) + ".pub")
        path.chmod(0o600)
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_host_keys=[str(host)],
        authorized_client_keys=str(client) + ".pub",
        sftp_factory=True,
        process_factory=run,
        encoding=None,
    )
    port = server.get_port()
    # Known by a name, so that it may be reached through another port.
    (folder / "known_hosts").write_text(f"club {pathlib.Path(str(host) + '.pub').read_text()}")
    (folder / "config").write_text(
        f"Host *\n  HostKeyAlias club\n  UserKnownHostsFile {folder / 'known_hosts'}\n  IdentityFile {client}\n"
        "  IdentitiesOnly yes\n  StrictHostKeyChecking yes\n  ConnectTimeout 10\n"
    )
    print(port, flush=True)
    await server.wait_closed()


asyncio.run(main(pathlib.Path(sys.argv[1]).resolve()))
