// The built-in page: files of one folder, and nothing outside it.
#include "hub/api/routes.h"
#include "hub/api/server.h"
#include "runtime/file.h"

namespace luft::hub::api {

namespace fs = std::filesystem;

fs::path find_page() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) return {};
  const fs::path bin = program.parent_path();
  for (const fs::path& candidate : {bin / "../share/luft/web", bin / "../../../web/dist"}) {
    if (fs::exists(candidate / "index.html", error)) return fs::weakly_canonical(candidate, error);
  }
  return {};
}

void add_page(httplib::Server& server, const fs::path& folder) {
  // httplib refuses paths that leave the folder. Files under assets/ have their hash in their name.
  server.set_mount_point("/assets", (folder / "assets").string(),
                         {{"Cache-Control", "public, max-age=31536000, immutable"}});
  server.set_mount_point("/", folder.string(), {{"Cache-Control", "no-cache"}});
  server.set_file_request_handler(compress);
  // Addresses that the page makes itself: the same document, which then shows what they name.
  server.Get("/(rooms/[^/]+|devices|devices/[^/]+|model|system)",
             [index = (folder / "index.html").string()](const httplib::Request& request,
                                                        httplib::Response& response) {
               const auto document = runtime::read_file(index);
               if (!document)
                 return refuse(response, {.status = 404, .title = "No page", .detail = index});
               response.set_header("Cache-Control", "no-cache");
               response.set_content(*document, "text/html");
               compress(request, response);
             });
  server.set_file_extension_and_mimetype_mapping("js", "text/javascript");
  server.set_file_extension_and_mimetype_mapping("svg", "image/svg+xml");
  server.set_file_extension_and_mimetype_mapping("woff2", "font/woff2");
}

}  // namespace luft::hub::api
