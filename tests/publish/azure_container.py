"""Makes a container of an Azure storage server: `azure_container.py PORT NAME`.

The account and its key are those that every server for trials has:
https://learn.microsoft.com/azure/storage/common/storage-use-azurite"""
import base64, email.utils, hashlib, hmac, sys, urllib.request

port, name = sys.argv[1:]
account = "devstoreaccount1"
key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
date, version = email.utils.formatdate(usegmt=True), "2021-08-06"
# https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
signed = "\n".join(
    ["PUT"] + [""] * 11
    + [f"x-ms-date:{date}", f"x-ms-version:{version}", f"/{account}/{account}/{name}", "restype:container"]
)
signature = base64.b64encode(hmac.digest(base64.b64decode(key), signed.encode(), hashlib.sha256)).decode()
request = urllib.request.Request(
    f"http://127.0.0.1:{port}/{account}/{name}?restype=container",
    method="PUT",
    headers={
        "x-ms-date": date,
        "x-ms-version": version,
        "Authorization": f"SharedKey {account}:{signature}",
        "Content-Length": "0",
    },
)
# urllib would add a type of its own, which is not signed.
request.data = None
print(urllib.request.urlopen(request).status)
