"""A server on loopback that speaks Google Cloud Storage's XML API, as far as
publishing needs it: buckets, objects with headers and generations, conditional
writes, copies, listings in parts, and the unpacking of gzip for clients that do
not ask for it. Prints its port. Runs until it is killed.
https://cloud.google.com/storage/docs/xml-api/reference-methods"""
import email.utils, gzip, hashlib, threading, urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

KEPT = ("content-type", "content-encoding", "cache-control")
PART = 7  # objects in one part of a listing
buckets, lock, generation = {}, threading.Lock(), [1_700_000_000_000_000]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, headers=(), body=b"", length=True):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if not length:
            self.send_header("Transfer-Encoding", "chunked")
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        elif status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def no(self, status, code, message):
        body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
        self.answer(status, [("Content-Type", "application/xml")], body)

    def serve(self):
        url = urllib.parse.urlsplit(self.path)
        bucket, _, name = (urllib.parse.unquote(part) for part in url.path[1:].partition("/"))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with lock:
            if bucket.startswith("private"):
                self.no(403, "AccessDenied", "Access denied.")
            elif self.command == "PUT" and not name:
                buckets[bucket] = {}
                self.answer(200)
            elif bucket not in buckets:
                self.no(404, "NoSuchBucket", "The specified bucket does not exist.")
            elif not name:
                self.list(buckets[bucket], dict(urllib.parse.parse_qsl(url.query)))
            else:
                getattr(self, self.command.lower())(buckets[bucket], name, body)

    do_GET = do_HEAD = do_PUT = do_DELETE = serve

    def list(self, objects, query):
        names = [name for name in sorted(objects) if name.startswith(query.get("prefix", ""))]
        start = int(query.get("continuation-token", 0))
        text = "<?xml version='1.0'?><ListBucketResult>"
        for name in names[start : start + PART]:
            there = objects[name]
            text += (
                f"<Contents><Key>{escape(name)}</Key><LastModified>2025-01-01T00:00:00.000Z</LastModified>"
                f"<ETag>{there['etag']}</ETag><Size>{len(there['body'])}</Size></Contents>"
            )
        if start + PART < len(names):
            text += f"<IsTruncated>true</IsTruncated><NextContinuationToken>{start + PART}</NextContinuationToken>"
        self.answer(200, [("Content-Type", "application/xml")], (text + "</ListBucketResult>").encode())

    def put(self, objects, name, body):
        wanted = self.headers.get("x-goog-if-generation-match")
        there = objects.get(name)
        if wanted is not None and int(wanted) != (there["generation"] if there else 0):
            return self.no(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.")
        source = self.headers.get("x-goog-copy-source")
        if source:
            from_bucket, _, from_name = (urllib.parse.unquote(part) for part in source.lstrip("/").partition("/"))
            found = buckets.get(from_bucket, {}).get(from_name)
            if not found:
                return self.no(404, "NoSuchKey", "The specified key does not exist.")
            body, headers = found["body"], found["headers"]
        else:
            headers = {
                key.lower(): value
                for key, value in self.headers.items()
                if key.lower() in KEPT or key.lower().startswith("x-goog-meta-")
            }
        generation[0] += 1
        made = {"body": body, "headers": headers, "generation": generation[0]}
        made["etag"] = f'"{hashlib.md5(body).hexdigest()}{generation[0]:x}"'
        objects[name] = made
        self.answer(200, [("ETag", made["etag"]), ("x-goog-generation", str(made["generation"]))])

    def get(self, objects, name, _):
        there = objects.get(name)
        if not there:
            return self.no(404, "NoSuchKey", "The specified key does not exist.")
        headers = dict(there["headers"], **{"x-goog-generation": str(there["generation"])})
        headers["Last-Modified"] = email.utils.formatdate(1_735_689_600, usegmt=True)
        body, packed = there["body"], headers.get("content-encoding") == "gzip"
        headers["x-goog-stored-content-length"] = str(len(body))
        # https://cloud.google.com/storage/docs/transcoding
        if packed and "gzip" not in self.headers.get("Accept-Encoding", ""):
            del headers["content-encoding"]
            return self.answer(200, headers.items(), gzip.decompress(body), length=False)
        headers["ETag"] = there["etag"]
        self.answer(200, headers.items(), body)

    head = get

    def delete(self, objects, name, _):
        if objects.pop(name, None):
            self.answer(204)
        else:
            self.no(404, "NoSuchKey", "The specified key does not exist.")


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
