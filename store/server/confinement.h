// What of this machine's files the engine may open. Its SQL function file('/any/path') asks for no
// right, and no setting forbids it: without this, whoever may ask a question reads every file that
// this program could.
#pragma once

#include <expected>
#include <filesystem>
#include <span>
#include <string>

namespace luft::store {

// From now on the calling thread, and every thread it starts, may read and change what lies below
// `own`, read what lies below `readable` and what any program needs (/usr, /lib, /proc, /sys, /dev
// and a few files of /etc), and open nothing else. For good. Folders that are not there count for
// nothing. The error says that the kernel cannot do it (Linux 5.19 and later can, by Landlock:
// landlock(7)); then nothing has changed.
[[nodiscard]] std::expected<void, std::string> confine_files(
    std::span<const std::filesystem::path> own, std::span<const std::filesystem::path> readable);

}  // namespace luft::store
