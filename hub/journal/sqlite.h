// A thin, typed face of SQLite's C interface: statements that bind and read by type, and errors as
// values.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace luft::hub {

using Database = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;
template <class T>
using SqlResult = std::expected<T, std::string>;

enum class OpenFor : std::uint8_t { reading, writing };

// WAL, synchronous=FULL when writing. The error names the file.
[[nodiscard]] SqlResult<Database> open_database(const std::string& path, OpenFor purpose);

// Runs statements that return nothing.
[[nodiscard]] SqlResult<void> execute(sqlite3* database, const char* sql);

class Statement {
 public:
  [[nodiscard]] static SqlResult<Statement> prepare(sqlite3* database, const char* sql);

  // Binds the parameters in order. Text and blobs must live until the statement has run.
  template <class... Values>
  Statement& bind(const Values&... values) {
    sqlite3_reset(statement_.get());
    int index = 0;
    (bind_one(++index, values), ...);
    return *this;
  }

  // One step: true when there is a row.
  [[nodiscard]] SqlResult<bool> step();
  // Runs a statement that returns nothing.
  [[nodiscard]] SqlResult<void> run();

  // Of the current row.
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
  }
  [[nodiscard]] std::uint64_t count(int column) const {
    return static_cast<std::uint64_t>(integer(column));
  }
  // Text or blob, valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const;

 private:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, &sqlite3_finalize) {}

  struct Blob {
    std::string_view bytes;
  };

 public:
  [[nodiscard]] static Blob blob(std::string_view bytes) { return {bytes}; }

 private:
  template <class T>
    requires std::is_integral_v<T>
  void bind_one(int index, T value) {
    sqlite3_bind_int64(statement_.get(), index, static_cast<std::int64_t>(value));
  }
  void bind_one(int index, std::string_view text) {
    sqlite3_bind_text(statement_.get(), index, text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
  }
  void bind_one(int index, Blob blob) {
    sqlite3_bind_blob(statement_.get(), index, blob.bytes.data(),
                      static_cast<int>(blob.bytes.size()), SQLITE_STATIC);
  }

  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};

// A transaction that is undone unless commit() succeeded.
class Transaction {
 public:
  [[nodiscard]] static SqlResult<Transaction> begin(sqlite3* database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  [[nodiscard]] SqlResult<void> commit();

 private:
  explicit Transaction(sqlite3* database) : database_(database) {}
  sqlite3* database_;
};

}  // namespace luft::hub
