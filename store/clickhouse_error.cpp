#include "store/clickhouse_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace luft::store {
namespace {

using Kind = ClickHouseErrorKind;

// ClickHouse src/Common/ErrorCodes.cpp. Codes that are not here are told by the HTTP status.
Kind kind_of(int http_status, int code) {
  switch (code) {
    case 159:  // TIMEOUT_EXCEEDED
    case 209:  // SOCKET_TIMEOUT
      return Kind::timeout;
    case 164:  // READONLY
    case 192:  // UNKNOWN_USER
    case 193:  // WRONG_PASSWORD
    case 194:  // REQUIRED_PASSWORD
    case 195:  // IP_ADDRESS_NOT_ALLOWED
    case 452:  // SETTING_CONSTRAINT_VIOLATION
    case 497:  // ACCESS_DENIED
    case 516:  // AUTHENTICATION_FAILED
    case 700:  // USER_SESSION_LIMIT_EXCEEDED
      return Kind::refused;
    case 201:  // QUOTA_EXCEEDED
    case 202:  // TOO_MANY_SIMULTANEOUS_QUERIES
    case 203:  // NO_FREE_CONNECTION
    case 241:  // MEMORY_LIMIT_EXCEEDED
    case 242:  // TABLE_IS_READ_ONLY: a replica lost its Keeper
    case 243:  // NOT_ENOUGH_SPACE
    case 252:  // TOO_MANY_PARTS
    case 285:  // TOO_FEW_LIVE_REPLICAS
    case 319:  // UNKNOWN_STATUS_OF_INSERT
    case 999:  // KEEPER_EXCEPTION
      return Kind::overloaded;
    case 27:   // CANNOT_PARSE_INPUT_ASSERTION_FAILED
    case 32:   // ATTEMPT_TO_READ_AFTER_EOF
    case 33:   // CANNOT_READ_ALL_DATA
    case 36:   // BAD_ARGUMENTS
    case 46:   // UNKNOWN_FUNCTION
    case 47:   // UNKNOWN_IDENTIFIER
    case 53:   // TYPE_MISMATCH
    case 60:   // UNKNOWN_TABLE
    case 62:   // SYNTAX_ERROR
    case 73:   // UNKNOWN_FORMAT
    case 81:   // UNKNOWN_DATABASE
    case 115:  // UNKNOWN_SETTING
    case 158:  // TOO_MANY_ROWS
    case 307:  // TOO_MANY_BYTES
    case 396:  // TOO_MANY_ROWS_OR_BYTES
    case 456:  // UNKNOWN_QUERY_PARAMETER
      return Kind::bad_request;
    default:
      break;
  }
  switch (http_status) {
    case 401:
    case 403:
      return Kind::refused;
    case 408:
      return Kind::timeout;
    case 429:
    case 503:
      return Kind::overloaded;
    default:
      break;
  }
  return http_status >= 400 && http_status < 500 ? Kind::bad_request : Kind::server_error;
}

// Without the hints and the version that follow the first line.
std::string first_line(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), ClickHouseError::kMaxMessageLength);
  return std::string(text.substr(0, end));
}

}  // namespace

std::string_view name(ClickHouseErrorKind kind) {
  switch (kind) {
    case Kind::unreachable:
      return "unreachable";
    case Kind::timeout:
      return "timeout";
    case Kind::refused:
      return "refused";
    case Kind::overloaded:
      return "overloaded";
    case Kind::bad_request:
      return "bad_request";
    case Kind::server_error:
      return "server_error";
  }
  std::abort();
}

bool is_retryable(ClickHouseErrorKind kind) {
  return kind != Kind::refused && kind != Kind::bad_request;
}

ClickHouseError make_error(int http_status, int code, std::string_view text) {
  std::string message =
      text.empty() ? fmt::format("HTTP status {}", http_status) : first_line(text);
  return {kind_of(http_status, code), code, std::move(message)};
}

}  // namespace luft::store
