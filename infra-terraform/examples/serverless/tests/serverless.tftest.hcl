mock_provider "aws" {
  source = "../../tests/mocks"
}

run "signs_for_a_collection" {
  command = apply

  assert {
    condition     = strcontains(module.siem.cli_environment, "SIEM_OPENSEARCH_SERVICE=aoss")
    error_message = "requests would be signed for a domain"
  }
}
