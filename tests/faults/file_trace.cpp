#include "tests/faults/file_trace.h"

#include <regex>
#include <sstream>
#include <vector>

#include "runtime/file.h"
#include "tests/faults/strace.h"

namespace luft::tests {
namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

constexpr auto kWatched =
    "trace=openat,write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,"
    "unlink,unlinkat";

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// The path that strace tells with a descriptor: "12</var/x>".
std::string path_of_descriptor(const std::string& arguments) {
  static const std::regex descriptor{R"(^\d+<([^>]*)>)"};
  std::smatch match;
  return std::regex_search(arguments, match, descriptor) ? match[1].str() : std::string{};
}

std::vector<std::string> quoted(const std::string& arguments) {
  static const std::regex text{R"re("([^"]*)")re"};
  std::vector<std::string> all;
  for (std::sregex_iterator at{arguments.begin(), arguments.end(), text}, end; at != end; ++at) {
    all.push_back(without_slash((*at)[1].str()));
  }
  return all;
}

}  // namespace

struct UnsyncedChanges::Call {
  std::string name;
  std::string arguments;
  std::int64_t result = 0;
  Seconds ended{};
};

UnsyncedChanges::UnsyncedChanges(std::string_view trace, Seconds cut) : cut_(cut) {
  static const std::regex whole{R"(^(\d+) +([\d.]+) (\w+)\((.*)\) += (-?\d+).*<([\d.]+)>$)"};
  static const std::regex begun{R"(^(\d+) +([\d.]+) (\w+)\((.*) <unfinished \.\.\.>$)"};
  static const std::regex resumed{R"(^(\d+) +([\d.]+) <\.\.\. (\w+) resumed>(.*)\) += (-?\d+).*$)"};
  std::map<std::string, std::string> arguments_of;  // of the call that a thread is in
  std::istringstream lines{std::string{trace}};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, begun)) {
      arguments_of[match[1]] = match[4];
    } else if (std::regex_match(line, match, resumed)) {
      apply({.name = match[3],
             .arguments = arguments_of[match[1]] + match[4].str(),
             .result = std::stoll(match[5]),
             .ended = Seconds{std::stod(match[2])}});
    } else if (std::regex_match(line, match, whole)) {
      apply({.name = match[3],
             .arguments = match[4],
             .result = std::stoll(match[5]),
             .ended = Seconds{std::stod(match[2]) + std::stod(match[6])}});
    }
  }
}

void UnsyncedChanges::apply(const Call& call) {
  if (call.result < 0) return;
  const bool is_synced = call.ended <= cut_;
  if (call.name == "openat") {
    const auto paths = quoted(call.arguments);
    if (call.arguments.find("O_TRUNC") == std::string::npos || paths.empty()) return;
    files_[paths.front()] = {.is_new = true, .written = 0};
  } else if (call.name.find("write") != std::string::npos) {
    files_[path_of_descriptor(call.arguments)].written += static_cast<std::uintmax_t>(call.result);
  } else if (call.name.ends_with("sync")) {
    if (!is_synced) return;
    files_.erase(path_of_descriptor(call.arguments));
    renamed_.erase(path_of_descriptor(call.arguments));
  } else if (const auto paths = quoted(call.arguments); call.name.starts_with("rename")) {
    if (paths.size() == 2) rename(paths[0], paths[1]);
  } else if (!paths.empty()) {  // unlink
    files_.erase(paths.front());
  }
}

void UnsyncedChanges::rename(const std::string& from, const std::string& to) {
  if (const auto file = files_.extract(from)) files_.insert_or_assign(to, file.mapped());
  const std::string folder = from + "/";
  for (auto at = files_.lower_bound(folder); at != files_.end() && at->first.starts_with(folder);) {
    const auto file = files_.extract(at++);
    files_.insert_or_assign(to + "/" + file.key().substr(folder.size()), file.mapped());
  }
  renamed_[to] = from;
}

std::size_t UnsyncedChanges::undo_below(const fs::path& folder) const {
  const std::string below = folder.string() + "/";
  std::size_t changed = 0;
  for (const auto& [path, file] : files_) {
    std::error_code gone;
    const auto size = fs::file_size(path, gone);
    if (gone || !path.starts_with(below)) continue;
    const auto left = file.is_new || file.written > size ? 0 : size - file.written;
    if (left == size) continue;
    fs::resize_file(path, left);
    ++changed;
  }
  for (const auto& [now, before] : renamed_) {
    if (!now.starts_with(below) || !fs::is_directory(now) || fs::exists(before)) continue;
    fs::rename(now, before);
    ++changed;
  }
  return changed;
}

std::expected<FileTrace, std::string> FileTrace::attach(pid_t process, const std::string& folder) {
  return attach(process, folder, {"-e", kWatched});
}

std::expected<FileTrace, std::string> FileTrace::attach_until_rename(pid_t process,
                                                                     const std::string& folder) {
  return attach(process, folder, {"-e", "trace=rename", "-e", "inject=rename:signal=SIGKILL"});
}

std::expected<FileTrace, std::string> FileTrace::attach(pid_t process, const std::string& folder,
                                                        const std::vector<std::string>& what) {
  std::string file = folder + "/strace.txt";
  std::vector<std::string> options{"-y", "-ttt", "-T", "-s", "0", "-o", file};
  options.insert(options.end(), what.begin(), what.end());
  auto strace = attach_strace(process, folder, options);
  if (!strace) return std::unexpected(strace.error());
  return FileTrace{*std::move(strace), std::move(file)};
}

std::string FileTrace::read() {
  strace_.wait();
  return runtime::read_file(file_).value_or("");
}

}  // namespace luft::tests
