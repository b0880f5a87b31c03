#!/usr/bin/env python3
"""Holds the device's core to its budget on an emulated 32-bit RISC-V, and prints the table.

  tests/firmware/rv32/budget.py

Builds the core and program.cpp with Debian's cross compiler and runs it in QEMU with one
instruction a tick. `./luft setup firmware` installs what it needs; cJSON.c may also come from an
ESP-IDF tree (IDF_PATH). The budget is firmware/rv32_budget.txt.
Exit: 0 within, 1 beyond, 77 something that it needs is not here.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
from multiprocessing.pool import ThreadPool

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
EXTRAS = ROOT / ".deps/firmware"  # of `./luft setup firmware`: what Debian has no package for
WORK = ROOT / "build/rv32"
BUDGET = ROOT / "firmware/rv32_budget.txt"
GCC = "riscv64-unknown-elf-"
CONTRACT = ("audio batch control device device_config device_id inference json json_writer metric "
            "number pairing_code parse_error percent reading receipt topic_table topics update utf8 window").split()
TARGET = ["-misa-spec=2.2", "-march=rv32imac", "-mabi=ilp32", "--specs=picolibc.specs"]
# As firmware/esp32 has it: asserts stay and say nothing, prologues are shared.
SMALL = ["-Os", f"-I{HERE / 'silent'}", "-msave-restore", "-fcx-limited-range", "-ffunction-sections", "-fdata-sections", "-fstack-usage"]


def skip(why):
    print(f"skipped: {why}; `./luft setup firmware` installs it")
    sys.exit(77)


def find_cjson():
    places = [EXTRAS / "cjson", pathlib.Path(os.environ.get("IDF_PATH", "")) / "components/json/cJSON"]
    for place in places:
        if (place / "cJSON.c").exists():
            return place
    skip("cJSON's source is not here")


# Debian has no C++ library for this CPU; headers are all that the core needs, and those for ARM do.
def find_headers():
    for place in (EXTRAS / "usr/include/newlib/c++", pathlib.Path("/usr/include/newlib/c++")):
        versions = sorted(place.glob("[0-9]*"))
        if versions:
            return versions[-1]
    skip("C++ headers without an operating system are not here")


def sources():
    core = [path for path in sorted((ROOT / "firmware/core").rglob("*.cpp"))
            if not re.search(r"(_test|_fuzz|/year/year_[a-z]+)\.cpp$", str(path))]
    sound = [path for path in sorted((ROOT / "sound").glob("*.cpp"))
             if not re.search(r"(_test|_fuzz|^wav)\.cpp$", path.name)]
    return core + sound + [ROOT / f"contract/{name}.cpp" for name in CONTRACT]


def run(words):
    done = subprocess.run([str(word) for word in words], cwd=WORK, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr[-4000:])
        sys.exit(1)
    return done.stdout


def build(cjson, headers):
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    cxx = ["-std=c++23", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-Wall", "-Wextra",
           "-Wno-missing-field-initializers", "-nostdinc++", "-isystem", headers, "-isystem",
           headers / "arm-none-eabi", f"-I{ROOT}", "-isystem", cjson]
    cache = ["ccache"] if shutil.which("ccache") else []

    def compile_one(numbered):
        number, source = numbered
        target = WORK / f"{number}_{source.stem}.o"
        run([*cache, GCC + "g++", *TARGET, *SMALL, *cxx, "-c", source, "-o", target])
        return target

    everything = sources() + [HERE / "program.cpp", HERE / "costs.cpp"]
    with ThreadPool(os.cpu_count()) as pool:
        objects = pool.map(compile_one, enumerate(everything))
    run([GCC + "gcc", *TARGET, *SMALL, "-c", cjson / "cJSON.c", "-o", WORK / "cjson.o"])
    run([GCC + "g++", *TARGET, "--crt0=semihost", "--oslib=semihost", *objects, "cjson.o",
         "-nodefaultlibs", "-Wl,--start-group", "-lc", "-lgcc", "-lsemihost", "-lm", "-Wl,--end-group",
         "-Wl,--gc-sections", *[f"-Wl,--wrap={name}" for name in ("malloc", "calloc", "realloc")], "-Wl,--defsym=__flash=0x80000000", "-Wl,--defsym=__flash_size=0x00200000",
         "-Wl,--defsym=__ram=0x80200000", "-Wl,--defsym=__ram_size=0x00200000",
         "-Wl,--defsym=__stack_size=0x4000", "-Tpicolibc.ld", "-o", "core.elf"])
    return objects


def measure():
    figures = {}
    sizes = run([GCC + "size", "-A", "core.elf"])
    text = int(re.search(r"^\.text\s+(\d+)", sizes, re.M)[1])
    names = run([GCC + "nm", "-S", "-C", "core.elf"])
    symbols = re.findall(r"^\w+ (\w+) [tTwWvVrR] .*luft::tests", names, re.M)
    figures["text_bytes"] = text - sum(int(size, 16) for size in symbols)
    frames = [line.split("\t") for path in WORK.glob("*.su") for line in path.read_text().splitlines()]
    deepest = max((frame for frame in frames if "tests/firmware" not in frame[0]), key=lambda f: int(f[1]))
    figures["largest_frame_bytes"] = int(deepest[1])
    print(f"largest frame: {deepest[0]}")
    out = subprocess.run(
        ["qemu-system-riscv32", "-M", "virt", "-cpu", "rv32", "-bios", "none", "-nographic",
         "-semihosting-config", "enable=on", "-icount", "shift=0", "-kernel", WORK / "core.elf"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    for line in (out.stdout + out.stderr).splitlines():  # semihosting writes to the latter
        name, _, value = line.partition(" ")
        if value.isdigit():
            figures[name] = int(value)
    if figures.get("all_lived") != 1:
        print("a part of the core did nothing:", out.stdout[-800:], out.stderr[-800:])
        sys.exit(1)
    for name in (name for name in figures if name.startswith("stack_of_")):
        print(f"{name}: {figures[name]}")
    return figures


def main():
    for tool in (GCC + "g++", "qemu-system-riscv32"):
        if not shutil.which(tool):
            skip(f"{tool} is not installed")
    build(find_cjson(), find_headers())
    figures = measure()
    beyond = False
    print(f"{'figure':36} {'measured':>12} {'budget':>12}")
    for line in BUDGET.read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        name, most = line.split()[:2]
        is_beyond = figures[name] > int(most)
        beyond = beyond or is_beyond
        print(f"{name:36} {figures[name]:12,} {int(most):12,}{'  BEYOND' if is_beyond else ''}")
    sys.exit(1 if beyond else 0)


if __name__ == "__main__":
    main()
