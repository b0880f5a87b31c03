// Answers made smaller on their way: quickly rather than as small as can be.
#pragma once

#include <httplib.h>

namespace luft::hub::api {

// Takes the response's body in hand: gzip where the client takes it and it pays, else as it is.
// What is left to httplib it would compress with all the effort that brotli knows, which for the
// page's script takes half a second and for a year of readings several. Answers without a body, and
// streams, stay what they are.
void compress(const httplib::Request& request, httplib::Response& response);

}  // namespace luft::hub::api
