// A small proxy before the database's HTTP interface that misbehaves when told to.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace luft::tests {

class DatabaseProxy {
 public:
  enum class Does : std::uint8_t {
    pass,
    cut,                 // hangs up without asking the database
    hang,                // answers nothing until told otherwise
    half_question,       // the database gets half of the request, then both are hung up on
    half_answer,         // the database did it; the answer breaks off
    error_after_doing,   // the database did it; the answer is a 500
    error_before_doing,  // the answer is a 500
    refuse,              // nobody listens: connections are refused
  };
  static constexpr std::size_t kKinds = 8;
  [[nodiscard]] static std::string_view name(Does what);

  explicit DatabaseProxy(const std::string& database_url);
  DatabaseProxy(const DatabaseProxy&) = delete;
  DatabaseProxy& operator=(const DatabaseProxy&) = delete;
  ~DatabaseProxy();

  // One thread.
  void set(Does what);
  [[nodiscard]] std::string url() const;
  // Requests that it did not just pass on, as far as it saw them. Any thread.
  [[nodiscard]] std::uint64_t misbehaved() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::tests
