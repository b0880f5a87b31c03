// The files that our own broker reads: written before it starts, and accounts added while it runs.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "cli/data_folder.h"
#include "runtime/settings.h"

namespace luft::cli {

std::filesystem::path broker_configuration_file(const DataFolder& folder);
std::filesystem::path broker_password_file(const DataFolder& folder);
// Where the broker password of one of our own services is kept.
std::filesystem::path broker_password_of(const DataFolder& folder, std::string_view service);

// Whether clients of our own broker need a password: when it listens beyond loopback.
bool needs_passwords(const runtime::Settings& settings);

// Writes the broker's configuration, its access list and, where passwords are needed, those of the
// hub and ml. The error says what could not be done.
std::expected<void, std::string> prepare_broker(const runtime::Settings& settings,
                                                const DataFolder& folder);

// Adds an account, or gives it a new password, and hands the password back: it is kept hashed only
// and cannot be shown again. A running broker sees it after SIGHUP.
std::expected<std::string, std::string> add_broker_account(const DataFolder& folder,
                                                           const std::string& user);

// Takes an account away; false when there was none. A running broker sees it after SIGHUP.
std::expected<bool, std::string> remove_broker_account(const DataFolder& folder,
                                                       const std::string& user);

// A running broker of ours reads its accounts again. Whatever else has the process id that a broker
// which was killed left behind is let alone.
void reload_broker_accounts(const DataFolder& folder);

// `file` (lines of user:hash) with the line of `user` replaced or added.
std::string with_account(std::string_view file, std::string_view user, std::string_view line);
// `file` without the line of `user`.
std::string without_account(std::string_view file, std::string_view user);

}  // namespace luft::cli
