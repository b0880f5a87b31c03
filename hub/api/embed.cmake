# Writes openapi_text.cpp: openapi.json as a text in the program. Run at build time:
# cmake -DDOCUMENT=… -DOUTPUT=… -P embed.cmake
file(READ ${DOCUMENT} document)
file(WRITE ${OUTPUT} "// Generated from openapi.json.
#include \"hub/api/openapi.h\"

namespace luft::hub::api {

std::string_view openapi_text() {
  return R\"luft-api(${document})luft-api\";
}

}  // namespace luft::hub::api
")
