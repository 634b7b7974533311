#!/usr/bin/env python3
"""Writes this folder's golden files from docs/protocol.md alone, with another library than the project's.

Run by hand when section 3, 4, 6, 8, 9, 10, 12 or 13 of the protocol changes; needs the Python package `cryptography`.
"""

import base64
import hashlib
import hmac
import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = Path(__file__).parent
NONCE = bytes(12)


def vector(value):
    size = len(value)
    if size < 64:
        return bytes([size]) + value
    if size < 16384:
        return struct.pack(">H", 0x4000 | size) + value
    return struct.pack(">I", 0x80000000 | size) + value


def labelled_hash(label, value):
    return hashlib.sha256(vector(b"Kring 1.0 " + label) + vector(value)).digest()


def expand(key, label, context, length):
    info = struct.pack(">H", length) + vector(b"Kring 1.0 " + label) + vector(context)
    out, block, count = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([count]), hashlib.sha256).digest()
        out, count = out + block, count + 1
    return out[:length]


def sign(seed, label, content):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(vector(b"Kring 1.0 " + label) + vector(content))


def public_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def seal(key, additional, plaintext):
    return ChaCha20Poly1305(key).encrypt(NONCE, plaintext, additional)


def pad(content):
    framed = vector(content)
    size = 256
    while size < len(framed):
        size *= 2
    return framed + bytes(size - len(framed))


def write(name, comment, values):
    lines = [f"# {comment} Written by generate.py."]
    lines += [f"{key} {value.hex()}" for key, value in values.items()]
    (HERE / name).write_text("\n".join(lines) + "\n")


def filled(byte, size):
    return bytes([byte]) * size


CIRCLE, CHANNEL, GROUP, RECORD = filled(0xC1, 32), filled(0xC2, 16), filled(0xC3, 16), filled(0xC4, 16)
PREVIOUS, KEY, EXPORTED, SEED = filled(0x01, 32), filled(0x02, 32), filled(0x03, 32), filled(0x04, 32)
GENERATION, EPOCH = 2, 5


def record_keys():
    place = CHANNEL + struct.pack(">I", GENERATION)
    additional = b"any additional data"
    secrets = expand(KEY, b"record", CHANNEL + RECORD, 64)
    record_additional = CHANNEL + struct.pack(">QI", EPOCH, GENERATION) + RECORD
    content = b"a signed record"
    write("record_keys.txt", "Record keys, key box, back link and a record (protocol, section 4).", {
        "channel": CHANNEL, "record": RECORD, "key": KEY, "previous_key": PREVIOUS, "exported": EXPORTED,
        "key_hash": labelled_hash(b"record key", place + KEY),
        "additional": additional,
        "key_box": seal(EXPORTED, additional, KEY),
        "back_link": seal(expand(KEY, b"back link", place, 32), place, PREVIOUS),
        "content": content,
        "commitment": secrets[32:],
        "ciphertext": seal(secrets[:32], record_additional, pad(content)),
    })


def number(value, size):
    return value.to_bytes(size, "big")


def structures():
    heads = number(7, 8) + filled(0xD1, 32) + number(9, 8) + filled(0xD2, 32)
    time = number(1_800_000_000_123, 8)
    key_hash, link_hash = filled(0xD3, 32), filled(0xD4, 32)
    rotation = vector(filled(0xE1, 48)) + vector(filled(0xE2, 48)) + vector(filled(0xE3, 64))
    box = filled(0xE1, 48)
    box_content = CIRCLE + CHANNEL + GROUP + number(EPOCH, 8) + number(GENERATION, 4)
    article = b'{"type":"message","v":1,"text":"dag"}'
    author = hashlib.sha256(public_key(SEED)).digest()[:16]
    content = (number(1, 2) + CIRCLE + CHANNEL + GROUP + number(EPOCH, 8) + number(GENERATION, 4) + RECORD + author
               + number(3, 8) + heads + vector(article))
    signed = vector(content) + vector(sign(SEED, b"record", content))
    secrets = expand(KEY, b"record", CHANNEL + RECORD, 64)
    ciphertext = seal(secrets[:32], CHANNEL + number(EPOCH, 8) + number(GENERATION, 4) + RECORD, pad(signed))
    record = number(EPOCH, 8) + number(GENERATION, 4) + RECORD + secrets[32:] + vector(ciphertext)
    box_hash = hashlib.sha256(box).digest()
    heal_content = (number(1, 2) + CIRCLE + CHANNEL + GROUP + number(EPOCH, 8) + author + filled(0xD5, 32) + time)
    heal_request = vector(heal_content) + vector(sign(SEED, b"heal", heal_content))
    heal_id = labelled_hash(b"heal", GROUP + number(EPOCH, 8) + author)[:16]
    write("structures.txt", "The structures of channels (protocol, section 4).", {
        "circle": CIRCLE, "channel": CHANNEL, "group": GROUP, "record_id": RECORD, "key": KEY, "seed": SEED,
        "handle_key": public_key(SEED), "article": article,
        "channel_extension": number(1, 2) + CIRCLE + CHANNEL + number(2, 1),
        "join_extension": number(1, 2) + heads + time + number(GENERATION, 4) + vector(KEY),
        "commit_data": number(1, 2) + heads + time + number(GENERATION, 4) + key_hash + link_hash,
        "commit_payload": vector(b"commit") + number(1, 1) + rotation,
        "plain_commit_payload": vector(b"commit") + number(0, 1),
        "key_box_content": box_content + box_hash,
        "key_box_additional": box_content + bytes(32),
        "key_box_signature": sign(SEED, b"key box", box_content + box_hash),
        "record_content": content, "signed_record": signed, "record_payload": record,
        "sealed_data": number(1, 2) + heads + number(3, 8),
        "heal_content": heal_content, "heal_id": heal_id,
        "heal_payload": heal_request + vector(b"key package"),
        "healing_commit_data": (number(2, 2) + heads + time + number(GENERATION, 4) + key_hash + link_hash
                                + vector(heal_request)),
    })


def log():
    values, previous = {"channel": CHANNEL}, bytes(32)
    for place, kind, time, payload in [(1, 1, 1_800_000_000_000, b"first"), (2, 2, 1_800_000_000_001, b""),
                                       (3, 3, 1_800_000_000_001, b"third")]:
        previous = labelled_hash(b"log", CHANNEL + number(place, 8) + previous + number(kind, 1) + number(time, 8)
                                 + hashlib.sha256(payload).digest())
        values[f"head_{place}"] = previous
    write("log.txt", "The running hash of a log of three entries (protocol, section 4).", values)


def recovery():
    def words_of(name):
        text = (HERE / "../../../crypto/recovery" / name).read_text()
        return text[text.index("word_list = {"):].split('"')[1::2]

    words = words_of("word_list.cpp")
    english = words_of("word_list_en.cpp")
    values = {}
    for name, entropy in [("zero", bytes(16)), ("ones", filled(0xFF, 16)), ("counting", bytes(range(16)))]:
        bits = int.from_bytes(entropy + hashlib.sha256(entropy).digest()[:1], "big") >> 4
        places = [bits >> (11 * i) & 2047 for i in reversed(range(12))]
        values[name] = entropy
        values[name + "_words"] = " ".join(words[place] for place in places).encode()
        values[name + "_words_en"] = " ".join(english[place] for place in places).encode()
    entropy = bytes(range(16))
    values["person_key"] = public_key(expand(entropy, b"person key", b"", 32))
    for index in (0, 1, 255):
        values[f"recovery_key_{index}"] = public_key(expand(entropy, b"recovery key", number(index, 2), 32))
    values["vault_key_material"] = expand(entropy, b"vault key", b"", 32)
    values["slot_id_key"] = expand(entropy, b"slot id key", b"", 32)
    for index in (0, 15):
        for name in ("writer", "reader"):
            seed = expand(values["slot_id_key"], b"slot " + name.encode(), number(index, 2), 32)
            values[f"slot_{name}_{index}"] = public_key(seed)
    values["word_list_hash"] = hashlib.sha256("\n".join(words).encode()).digest()
    values["word_list_en_hash"] = hashlib.sha256("\n".join(english).encode()).digest()
    write("recovery.txt", "Recovery words and what follows from them (protocol, section 6).", values)


def introduction_chain():
    """An introduction by a device that was linked by one that the person certified."""
    person, first, second, handle = (filled(byte, 32) for byte in (0x11, 0x12, 0x13, 0x14))
    member = filled(0xF1, 16)

    def certificate(device):
        return public_key(device) + public_key(person)

    handle_certificate = CIRCLE + public_key(handle) + public_key(second)
    further = public_key(second) + vector(sign(first, b"device", certificate(second)))
    content = (number(2, 2) + CIRCLE + member + public_key(handle) + vector("Zoë de Groot".encode()) + vector(b"oma")
               + public_key(person) + public_key(first) + vector(sign(person, b"device", certificate(first)))
               + vector(further) + vector(sign(second, b"handle", handle_certificate)))
    write("introduction_chain.txt", "An introduction with a further device (protocol, section 3).", {
        "person_seed": person, "device_seed": first, "further_seed": second, "handle_seed": handle,
        "circle": CIRCLE, "member": member,
        "introduction": vector(content) + vector(sign(handle, b"introduction", content))})


def introduction_renewed():
    """The third introduction that a handle wrote, with an attestation."""
    person, device, handle, key = (filled(byte, 32) for byte in (0x11, 0x12, 0x14, 0x15))
    member = filled(0xF1, 16)
    attested = (number(1, 2) + filled(0xFB, 32) + filled(0xFC, 16) + labelled_hash(b"person", public_key(person))
                + vector(b"kinderarts") + vector(b"BIG-register") + number(1_800_000_000_000, 8)
                + number(1_800_086_400_000, 8))
    attestation = vector(attested) + vector(sign(key, b"attestation", attested))
    content = (number(4, 2) + CIRCLE + member + public_key(handle) + vector("Zoë de Groot".encode()) + vector(b"oma")
               + public_key(person) + public_key(device)
               + vector(sign(person, b"device", public_key(device) + public_key(person))) + vector(b"")
               + vector(vector(attestation)) + number(2, 4)
               + vector(sign(device, b"handle", CIRCLE + public_key(handle) + public_key(device))))
    write("introduction_renewed.txt", "An introduction that was written anew (protocol, section 3).", {
        "person_seed": person, "device_seed": device, "handle_seed": handle, "circle": CIRCLE, "member": member,
        "attestation": attestation,
        "introduction": vector(content) + vector(sign(handle, b"introduction", content))})


def person_state():
    member, role, device = filled(0xF1, 16), filled(0xF2, 16), filled(0xF3, 32)
    head = number(12, 8) + filled(0xF4, 32) + filled(0xF5, 64)
    circle = (CIRCLE + vector(b"https://kring.example") + filled(0xF6, 32) + vector(b"Kring rond Sam") + member
              + number(3, 2) + number(1, 1) + head + vector(member + vector(b"Anna") + vector(b"moeder"))
              + vector(role + vector(b"Ouder") + vector(b"parent")) + vector(CHANNEL + vector(b"Zorg") + vector(b"care"))
              + vector(member) + vector(CHANNEL + number(GENERATION, 4) + KEY))
    other = (filled(0xFC, 32) + vector(b"https://kring.example") + filled(0xF6, 32) + vector(b"") + member
             + number(0, 2) + number(0, 1) + 5 * vector(b""))
    state = (number(1, 2) + vector(b"Anna") + vector(b"moeder") + filled(0xF7, 32) + filled(0xF8, 32)
             + vector(filled(0xF9, 32) + filled(0xFA, 32)) + number(2, 2) + number(1, 1)
             + vector(device + vector(b"Telefoon")) + vector(circle + other))
    attested = (number(1, 2) + filled(0xFB, 32) + filled(0xFC, 16) + filled(0xFD, 32) + vector(b"kinderarts")
                + vector(b"BIG-register") + number(1_800_000_000_000, 8) + number(1_800_086_400_000, 8))
    attestation = vector(attested) + vector(sign(filled(0x15, 32), b"attestation", attested))
    write("person_state.txt", "What a person's devices tell each other (protocol, section 9).", {
        "circle": CIRCLE, "channel": CHANNEL, "key": KEY, "member": member, "role": role, "device": device,
        "state": state, "attestation": attestation,
        "attested_state": number(2, 2) + state[2:] + vector(vector(attestation))})


def hpke_extract(suite, salt, label, value):
    return hmac.new(salt, b"HPKE-v1" + suite + label + value, hashlib.sha256).digest()


def hpke_expand(suite, key, label, info, length):
    """At most one block: RFC 9180 needs no more here."""
    content = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return hmac.new(key, content + b"\x01", hashlib.sha256).digest()[:length]


def hpke_seal(key_material, ephemeral, info, additional, plaintext):
    """Base mode of RFC 9180 to the pair derived from `key_material`, with this ephemeral private key."""
    kem, suite = b"KEM" + number(0x20, 2), b"HPKE" + number(0x20, 2) + number(1, 2) + number(3, 2)
    private = hpke_expand(kem, hpke_extract(kem, b"", b"dkp_prk", key_material), b"sk", b"", 32)
    to = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    sender = X25519PrivateKey.from_private_bytes(ephemeral)
    output = sender.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shared = hpke_extract(kem, b"", b"eae_prk", sender.exchange(X25519PublicKey.from_public_bytes(to)))
    shared = hpke_expand(kem, shared, b"shared_secret", output + to, 32)
    context = (b"\x00" + hpke_extract(suite, b"", b"psk_id_hash", b"") + hpke_extract(suite, b"", b"info_hash", info))
    secret = hpke_extract(suite, shared, b"secret", b"")
    key, nonce = (hpke_expand(suite, secret, label, context, size) for label, size in ((b"key", 32), (b"base_nonce", 12)))
    return vector(output) + vector(ChaCha20Poly1305(key).encrypt(nonce, plaintext, additional))


def vault_slot():
    """A slot of the person whose words are those of `counting`."""
    entropy = bytes(range(16))
    slot_key = expand(entropy, b"slot id key", b"", 32)
    writer, reader = (public_key(expand(slot_key, b"slot " + name, number(3, 2), 32)) for name in (b"writer", b"reader"))
    person = public_key(expand(entropy, b"person key", b"", 32))
    state = (number(1, 2) + vector(b"Anna") + vector(b"moeder") + person + filled(0xF8, 32) + vector(b"") + number(0, 2)
             + number(1, 1) + vector(b"") + vector(b""))
    content = (number(1, 2) + number(1_800_000_000_000, 8) + number(4, 2) + vector(number(0, 2) + number(9, 8))
               + vector(CIRCLE + CHANNEL + number(12, 8) + PREVIOUS) + vector(state))
    plaintext = content + bytes(4096 - len(content))
    slot = labelled_hash(b"vault slot", writer + reader)
    write("vault_slot.txt", "What a device seals for its person (protocol, section 10).", {
        "entropy": entropy, "writer": writer, "reader": reader, "slot": slot, "number": number(7, 8),
        "plaintext": plaintext,
        "sealed": hpke_seal(expand(entropy, b"vault key", b"", 32), filled(0x31, 32), b"Kring 1.0 vault slot",
                            slot + number(7, 8), plaintext)})


def linking():
    mailbox, secret, salt, first = filled(0x21, 16), filled(0x22, 32), filled(0x23, 32), filled(0x24, 32)
    request = number(1, 2) + filled(0x25, 32) + filled(0x26, 32) + vector(b"Tablet")
    link = base64.urlsafe_b64encode(mailbox + secret + first).decode().rstrip("=")
    key = expand(secret, b"link there", mailbox + salt, 32)
    write("linking.txt", "What two devices say to each other when one is linked (protocol, section 12).", {
        "mailbox": mailbox, "secret": secret, "device_key": first, "box_key": filled(0x26, 32),
        "new_device_key": filled(0x25, 32),
        "link": f"https://kring.example/i#m1.{link}".encode(), "request": request,
        "linking": labelled_hash(b"link", mailbox + first + request),
        "sealed": salt + seal(key, b"", request)})


def charter_page():
    digest, signature, first, second = filled(0x41, 32), filled(0x42, 64), filled(0x43, 200), filled(0x44, 16384)
    write("charter_page.txt", "A page of a public charter (protocol, section 13).", {
        "hash": digest, "signature": signature, "first": first, "second": second,
        "page": number(258, 8) + digest + signature + vector(vector(first) + vector(second))})


def report():
    """A report to two devices, whose boxes are derived from these seeds."""
    reporter, report_id, post, first, second = (filled(byte, 16) for byte in (0x51, 0x52, 0x53, 0x54, 0x55))
    place, key = CIRCLE + CHANNEL + reporter + report_id, filled(0x56, 32)
    body = post + vector("noemt een kind".encode())
    body += bytes(2048 - len(body))
    keys = b"".join(to + hpke_seal(seed, ephemeral, b"Kring 1.0 report", place + to, key)
                    for to, seed, ephemeral in ((first, filled(0x61, 32), filled(0x63, 32)),
                                                (second, filled(0x62, 32), filled(0x64, 32))))
    sealed = labelled_hash(b"report key", key) + vector(seal(key, place, body)) + vector(keys)
    write("report.txt", "A report to the moderators of a newsgroup (protocol, section 8).", {
        "circle": CIRCLE, "channel": CHANNEL, "reporter": reporter, "report": report_id, "post": post,
        "reason": "noemt een kind".encode(), "first": first, "first_seed": filled(0x61, 32), "second": second,
        "second_seed": filled(0x62, 32), "body": body, "sealed": sealed})


record_keys()
structures()
log()
recovery()
introduction_chain()
introduction_renewed()
person_state()
vault_slot()
linking()
charter_page()
report()
