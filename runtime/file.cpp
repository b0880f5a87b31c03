#include "runtime/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "runtime/unique_fd.h"

namespace luft::runtime {
namespace {

std::unexpected<std::string> failure(std::string_view what, const std::string& path) {
  const int system_error = errno;
  return std::unexpected{
      fmt::format("cannot {} {}: {}", what, path, std::generic_category().message(system_error))};
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::expected<void, std::string> sync_folder_of(const std::string& path) {
  const std::filesystem::path parent = std::filesystem::path{path}.parent_path();
  const std::string folder = parent.empty() ? std::string{"."} : parent.string();
  const UniqueFd fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return failure("sync the folder", folder);
  return {};
}

}  // namespace

std::expected<std::string, std::string> read_file(const std::string& path, std::size_t max_bytes) {
  const UniqueFd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (fd.get() < 0) return failure("open", path);
  std::string content;
  while (true) {
    char block[64 * 1024];
    const ssize_t got = ::read(fd.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure("read", path);
    if (got == 0) return content;
    content.append(block, static_cast<std::size_t>(got));
    if (content.size() > max_bytes) {
      return std::unexpected{fmt::format("{} is larger than {} bytes", path, max_bytes)};
    }
  }
}

std::expected<std::string, std::string> read_secret_file(const std::string& path) {
  auto content = read_file(path, 64 * 1024);
  if (!content) return content;
  content->resize(std::min(content->size(), content->find_first_of("\r\n")));
  if (content->empty()) return std::unexpected{fmt::format("the first line of {} is empty", path)};
  return content;
}

std::expected<void, std::string> write_file_atomically(const std::string& path,
                                                       std::string_view content) {
  std::string beside = path + ".XXXXXX";
  {
    const UniqueFd fd{::mkostemp(beside.data(), O_CLOEXEC)};
    if (fd.get() < 0) return failure("create a file beside", path);
    if (!write_all(fd.get(), content) || ::fsync(fd.get()) != 0) {
      auto failed = failure("write", beside);
      ::unlink(beside.c_str());
      return failed;
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    auto failed = failure("replace", path);
    ::unlink(beside.c_str());
    return failed;
  }
  return sync_folder_of(path);
}

}  // namespace luft::runtime
