#!/usr/bin/env python3
"""Compiles the ESP32 adapters against the real headers of ESP-IDF without Espressif's toolchain.

  IDF_PATH=… tests/firmware/type_check.py [--record]

For each chip: ESP-IDF's own CMake configures firmware/esp32 with Debian's compilers behind wrappers
named like Espressif's, then our files alone are compiled with -fsyntax-only. Nothing is linked, so
this is "type-checked", never "built". Needs esp-idf-kconfig on PYTHONPATH, and the packages that
scripts/debian-packages.txt names at its end. LUFT_MDNS names a checkout of Espressif's mdns
component (esp-protocols/components/mdns); libsodium's headers are Debian's.
--record: when all is well, writes firmware/esp32/type_check.txt, which a test compares.
Exit: 0 well, 1 errors, 77 something that it needs is not here.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
from multiprocessing.pool import ThreadPool

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECT = ROOT / "firmware/esp32"
RECORD = PROJECT / "type_check.txt"
WORK = ROOT / "build/type-check"
CHIPS = {
    "esp32": ("xtensa-esp32-elf-", "xtensa-lx106-elf-", ""),
    "esp32s3": ("xtensa-esp32s3-elf-", "xtensa-lx106-elf-", ""),
    "esp32c3": ("riscv32-esp-elf-", "riscv64-unknown-elf-", "-mabi=ilp32"),
}
CXX_HEADERS = "/usr/include/newlib/c++"
UNKNOWN_TO_GCC_12 = ("-fzero-init-padding-bits=all", "-mdisable-hardware-atomics", "-mlong-calls")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def included_headers():
    """Of core, contract and sound: those that the adapters see, by whatever way."""
    seen, waiting = set(), sorted((PROJECT / "main").glob("*.*"))
    while waiting:
        text = waiting.pop().read_text()
        for name in re.findall(r'^#include "([^"]+)"', text, re.MULTILINE):
            path = ROOT / name
            if path not in seen and not path.is_relative_to(PROJECT):
                seen.add(path)
                waiting.append(path)
    return sorted(seen)


def sources_hash():
    """Of every file that the type check reads; not of what it, or its record, writes."""
    digest = hashlib.sha256()
    top = ("CMakeLists.txt", "partitions.csv", "platformio.ini", "sdkconfig.defaults",
           "sdkconfig.defaults.esp32c3", "version.txt")
    for path in sorted((PROJECT / "main").iterdir()) + [PROJECT / name for name in top]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for path in included_headers():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def idf_version(idf):
    text = (idf / "tools/cmake/version.cmake").read_text()
    parts = [re.search(rf"IDF_VERSION_{part} (\d+)", text)[1] for part in ("MAJOR", "MINOR", "PATCH")]
    return ".".join(parts)


def make_wrappers():
    """Espressif's names for Debian's compilers, with newlib's and libstdc++'s headers."""
    wrappers, overlay = WORK / "bin", WORK / "overlay/sys"
    for folder in (wrappers, overlay):
        folder.mkdir(parents=True, exist_ok=True)
    reent = pathlib.Path("/usr/include/newlib/sys/reent.h").read_text()
    (overlay / "reent.h").write_text(reent.replace("*const _global_impure_ptr", "*_global_impure_ptr"))
    versions = sorted(pathlib.Path(CXX_HEADERS).glob("[0-9]*"))
    cxx = " ".join(f"-isystem {p}" for p in (versions[-1], versions[-1] / "arm-none-eabi"))
    for prefix, real, flags in CHIPS.values():
        for tool in ("gcc", "g++", "c++", "cpp"):
            more = f"-nostdinc++ {cxx}" if tool in ("g++", "c++") else ""
            path = wrappers / f"{prefix}{tool}"
            path.write_text(f"""#!/bin/bash
kept=()
for word in "$@"; do
  case $word in -mdisable-hardware-atomics|-mlong-calls|-specs=*|--specs=*) ;; *) kept+=("$word") ;; esac
done
case " $* " in *" --version "*|*" -dumpmachine "*|*" -v "*) exec {real}{tool} "$@" ;; esac
exec {real}{tool} {flags} "${{kept[@]}}" {more} -isystem {WORK}/overlay -isystem /usr/include/newlib
""")
            path.chmod(0o755)
        for tool in ("ar", "ranlib", "nm", "objcopy", "objdump", "size", "strip", "ld", "readelf"):
            link = wrappers / f"{prefix}{tool}"
            link.unlink(missing_ok=True)
            link.symlink_to(shutil.which(real + tool) or f"/usr/bin/{real}{tool}")
    (WORK / "check.defaults").write_text(
        "".join(f"CONFIG_MBEDTLS_HARDWARE_{part}=n\n" for part in ("AES", "SHA", "MPI")))
    return wrappers


def configure(chip, wrappers, idf):
    build = WORK / chip
    shutil.rmtree(build, ignore_errors=True)
    environment = os.environ | {
        "PATH": f"{wrappers}:/usr/bin:{os.environ['PATH']}", "IDF_COMPONENT_MANAGER": "0",
        "IDF_SKIP_CHECK_SUBMODULES": "1", "IDF_VERSION": idf_version(idf),
        "ESP_IDF_VERSION": idf_version(idf).rsplit(".", 1)[0], "ESP_ROM_ELF_DIR": str(WORK)}
    defaults = f"{PROJECT}/sdkconfig.defaults;{WORK}/check.defaults"
    made = subprocess.run(
        ["/usr/bin/cmake", "-G", "Ninja", "-S", PROJECT, "-B", build, f"-DIDF_TARGET={chip}",
         "-DPYTHON=/usr/bin/python3", "-DPYTHON_DEPS_CHECKED=1", f"-DSDKCONFIG={build}/sdkconfig",
         "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-DCCACHE_ENABLE=0",
         f"-DSDKCONFIG_DEFAULTS={defaults}", "-DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY"],
        env=environment, capture_output=True, text=True)
    unknown = [line for line in (made.stdout + made.stderr).splitlines() if "unknown kconfig" in line]
    if made.returncode or unknown:
        print("\n".join(unknown) or made.stdout[-3000:] + made.stderr[-3000:])
        return None
    return build


def check(chip, build):
    """How many files are well, and how many are not."""
    def compile_one(entry):
        words = shlex.split(entry["command"])
        at = words.index("-o")
        del words[at:at + 2]
        words = [w for w in words if w not in UNKNOWN_TO_GCC_12 + ("-c",) and not w.startswith("-std=")]
        mdns = os.environ.get("LUFT_MDNS", "")
        words += ["-std=gnu++23", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-missing-field-initializers",
                  "-isystem", f"{WORK}/sodium", "-isystem", f"{mdns}/include"]
        done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True)
        ours = [line for line in done.stderr.splitlines() if str(PROJECT) in line and ": warning:" in line]
        if done.returncode or ours:
            print(done.stderr)
            return False
        return True

    entries = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"]).resolve()
        if not source.is_relative_to(PROJECT) or source.suffix != ".cpp":
            continue
        entries.append(entry)
    with ThreadPool(os.cpu_count()) as pool:
        outcomes = pool.map(compile_one, entries)
    well, bad = outcomes.count(True), outcomes.count(False)
    print(f"{chip}: {well} files type-checked, {bad} with errors")
    return well, bad


def main():
    if "--hash" in sys.argv:
        print(sources_hash())
        return
    if "IDF_PATH" not in os.environ:
        skip("IDF_PATH names no ESP-IDF tree")
    idf = pathlib.Path(os.environ["IDF_PATH"])
    for _, real, _ in CHIPS.values():
        if not shutil.which(real + "g++"):
            skip(f"{real}g++ is not installed")
    if not os.environ.get("LUFT_MDNS"):
        skip("LUFT_MDNS names no mdns component")
    sodium = WORK / "sodium"
    shutil.rmtree(sodium, ignore_errors=True)
    wrappers = make_wrappers()
    sodium.mkdir(parents=True)
    shutil.copy("/usr/include/sodium.h", sodium)
    shutil.copytree("/usr/include/sodium", sodium / "sodium")
    checked = sources_hash()

    def check_chip(chip):
        build = configure(chip, wrappers, idf)
        return check(chip, build) if build else (0, 1)

    with ThreadPool(len(CHIPS)) as pool:
        outcomes = pool.map(check_chip, CHIPS)
    if any(bad or not well for well, bad in outcomes):
        sys.exit(1)
    files = outcomes[0][0]
    if "--record" in sys.argv:
        today = datetime.date.today().isoformat()
        RECORD.write_text(
            f"type-checked against ESP-IDF {idf_version(idf)}, {files} files, for {', '.join(CHIPS)}\n"
            f"on {today}\nsources {checked}\n")


if __name__ == "__main__":
    main()
