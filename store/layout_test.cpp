// The schema as text: for one server as it always was, for a cluster as ClickHouse understands it.
#include "store/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "store/migrations.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

const Layout kCampus{.cluster = "campus"};

std::vector<std::string> all_statements(const Layout& layout) {
  std::vector<std::string> all;
  for (const auto& migration : all_migrations()) {
    for (auto& statement : statements_of(migration.sql, layout)) all.push_back(statement);
  }
  return all;
}

bool is_insert(const std::string& statement) {
  return statement.find("INSERT INTO") != std::string::npos;
}

TEST(Layout, LeavesNoPlaceholderOpen) {
  for (const Layout& layout : {Layout{}, kCampus}) {
    const auto all = all_statements(layout);
    EXPECT_GT(all.size(), 10U);
    for (const char* open : {"{on_cluster}", "{engine}", "{settings}"}) {
      EXPECT_THAT(all, Each(Not(HasSubstr(open))));
    }
  }
}

TEST(Layout, OfOneServerNamesNoCluster) {
  EXPECT_THAT(all_statements({}),
              Each(AllOf(Not(HasSubstr("CLUSTER")), Not(HasSubstr("Replicated")),
                         Not(HasSubstr("luft_local")))));
}

TEST(Layout, OfAClusterReplicatesEveryTableAndDistributesAllButTheNotes) {
  std::set<std::string> local;
  std::set<std::string> distributed;
  for (const auto& statement : all_statements(kCampus)) {
    if (is_insert(statement)) continue;
    EXPECT_THAT(statement, HasSubstr("ON CLUSTER 'campus'"));
    const auto name_after = [&](std::string_view start) {
      const auto at = statement.find(start) + start.size();
      return statement.substr(at, statement.find_first_of(" \n", at) - at);
    };
    if (statement.find("CREATE TABLE IF NOT EXISTS luft_local.") != std::string::npos) {
      EXPECT_THAT(statement, HasSubstr("ENGINE = Replicated"));
      local.insert(name_after("CREATE TABLE IF NOT EXISTS luft_local."));
    } else if (statement.find("ENGINE = Distributed") != std::string::npos) {
      distributed.insert(name_after("CREATE TABLE IF NOT EXISTS luft."));
    } else if (statement.find("MATERIALIZED VIEW") != std::string::npos) {
      EXPECT_THAT(statement, Not(HasSubstr("luft.readings"))) << "views work where the rows are";
    }
  }
  EXPECT_EQ(local, distributed);
  EXPECT_TRUE(local.contains("readings") && local.contains("readings_1d"));
  EXPECT_FALSE(local.contains("retention_changes"));
}

TEST(Layout, OfAClusterFillsATableOnceAndFromTheRowsOfAllShards) {
  int inserts = 0;
  for (const auto& statement : all_statements(kCampus)) {
    if (!is_insert(statement)) continue;
    ++inserts;
    EXPECT_THAT(statement, Not(AnyOf(HasSubstr("CLUSTER"), HasSubstr("luft_local"))));
  }
  EXPECT_GT(inserts, 0);
}

TEST(Layout, KeepsABatchThatIsSentAgainOnItsShard) {
  for (const auto& statement : all_statements(kCampus)) {
    if (statement.find("Distributed") == std::string::npos) continue;
    EXPECT_THAT(statement, HasSubstr("cityHash64("));
    EXPECT_THAT(statement, Not(HasSubstr("rand()")));
  }
}

class LayoutOnTheEngine : public testing::EngineFixture {};

TEST_F(LayoutOnTheEngine, IsUnderstoodByClickHouseStatementByStatement) {
  for (const Layout& layout : {Layout{}, kCampus}) {
    for (const auto& statement : all_statements(layout)) {
      EXPECT_THAT(
          ask(DatabaseUser::admin, "EXPLAIN AST " + statement),
          AnyOf(HasSubstr("CreateQuery"), HasSubstr("AlterQuery"), HasSubstr("InsertQuery")))
          << statement;
    }
  }
}

}  // namespace
}  // namespace luft::store
