# Writes schema_files.cpp: every schema/NNNN_name.sql as a Migration. Run at build time:
# cmake -DSCHEMA_DIR=… -DOUTPUT=… -P embed.cmake
file(GLOB files ${SCHEMA_DIR}/*.sql)
list(SORT files)
set(entries "")
set(expected 1)
foreach(file IN LISTS files)
  get_filename_component(name ${file} NAME)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z_]+\\.sql$")
    message(FATAL_ERROR "${file}: migrations are named NNNN_what.sql")
  endif()
  math(EXPR version "1${CMAKE_MATCH_1} - 10000")
  if(NOT version EQUAL expected)
    message(FATAL_ERROR "${file}: expected version ${expected}; versions have no gaps")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ ${file} sql)
  string(APPEND entries "    {${version}, \"${name}\", R\"luft-sql(${sql})luft-sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from schema/*.sql.
#include <iterator>

#include \"store/migrations.h\"

namespace luft::store {

static constexpr Migration kMigrations[] = {
${entries}};

std::span<const Migration> all_migrations() { return kMigrations; }

}  // namespace luft::store
")
