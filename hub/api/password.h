// Asks for a password where the hub is reached from beyond this machine. HTTP Basic, which every
// browser asks its user for (any name will do), or a bearer token for scripts: both carry the one
// password. Whoever guesses is slowed down. Any thread.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "hub/api/problem.h"
#include "hub/moment.h"

namespace luft::hub::api {

class PasswordCheck {
 public:
  // An address that failed so often within the time is not listened to until the time is over.
  static constexpr int kMaxFailures = 10;
  static constexpr std::chrono::seconds kFailuresCountFor{60};
  static constexpr std::size_t kMaxAddresses = 1'000;  // beyond them, failures are counted together

  explicit PasswordCheck(std::string_view password);

  // `authorization`: the header, empty when there is none, which is no failure: a browser asks its
  // user only after a first answer. Empty result: the request may pass.
  [[nodiscard]] std::optional<Problem> refuses(std::string_view authorization,
                                               const std::string& address, SteadyTime now);

 private:
  using Hash = std::array<unsigned char, 32>;
  struct Failures {
    int count = 0;
    SteadyTime since;
  };
  static Hash hash_of(std::string_view password);
  Failures& failures_of(const std::string& address, SteadyTime now);

  Hash expected_;
  std::mutex mutex_;  // guards failures_
  std::map<std::string, Failures> failures_;
};

}  // namespace luft::hub::api
