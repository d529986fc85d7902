//! What every store has to do, as one suite that each of them runs: [`crate::store_conformance!`].

pub mod alerts;
pub mod audit;
pub mod deltas;
pub mod held_back;
pub mod incidents;
pub mod lists;
pub mod loads;
pub mod member_checks;
pub mod organizations;
pub mod rig;
pub mod searches;
pub mod session_list;
pub mod sessions;
pub mod short;
pub mod sources;
pub mod status_changes;

pub use rig::{Rig, Subject};
pub use short::Short;

/// Tests that are written, whether the list below names them or not.
pub fn written() -> usize {
    let files = [
        include_str!("conformance/alerts.rs"),
        include_str!("conformance/audit.rs"),
        include_str!("conformance/deltas.rs"),
        include_str!("conformance/held_back.rs"),
        include_str!("conformance/incidents.rs"),
        include_str!("conformance/lists.rs"),
        include_str!("conformance/loads.rs"),
        include_str!("conformance/member_checks.rs"),
        include_str!("conformance/organizations.rs"),
        include_str!("conformance/searches.rs"),
        include_str!("conformance/session_list.rs"),
        include_str!("conformance/sessions.rs"),
        include_str!("conformance/sources.rs"),
        include_str!("conformance/status_changes.rs"),
    ];
    files.iter().map(|file| file.matches(">() {").count()).sum()
}

/// Runs the suite on a store, as a test for each of its functions.
#[macro_export]
macro_rules! store_conformance {
    ($subject:ty) => {
        $crate::store_tests! { $subject;
            alerts: a_loss_and_its_end_are_each_taken_once_also_across_a_restart, an_end_is_told_only_where_the_beginning_was_and_while_nothing_took_its_place, what_was_passed_over_is_not_told_later, that_users_cannot_be_read_is_told_once_and_suspends_nobody, a_recovery_goes_into_the_audit_with_its_row_and_a_disconnect_does_not, a_loss_after_alerts_were_passed_over_is_told, organizations_are_told_of_apart, paused_members_are_not_counted_as_suspended_by_a_loss;
            audit: pages_follow_each_other_without_gap_or_repetition_while_entries_arrive, a_filter_by_topic_and_organization_shows_only_these, a_setting_and_its_entry_are_written_together, every_topic_is_counted_for_the_organization_that_is_looked_at_and_whatever_topic_is, a_change_that_is_refused_leaves_no_entry, every_switch_that_changes_is_told_and_what_is_there_already_is_not, an_entry_keeps_the_name_that_the_organization_had_then, whoever_acted_is_read_back_as_written, numbers_of_entries_grow_and_a_page_ends_before_the_one_it_is_given;
            deltas: a_delta_stores_evaluates_and_moves_the_watermark, the_watermark_never_moves_backwards, a_delta_before_the_first_full_load_leaves_the_watermark_unset, a_renamed_user_is_found_by_the_new_name_only, frozen_unknown_is_unknown_for_everyone_whether_a_delta_names_them_or_not, a_member_who_is_no_standard_user_any_more_leaves_the_group_and_is_not_red, a_new_service_account_leaves_the_group_and_the_old_one_joins_it, a_user_whom_a_delta_names_twice_is_as_it_was_named_last, a_new_user_who_is_frozen_is_suspended_from_the_beginning, a_delta_that_says_what_is_known_changes_nobody, an_empty_delta_leaves_everything_as_it_is, who_is_named_by_a_delta_and_frozen_at_once_changes_once, a_thawed_member_works_again_and_the_incident_is_over, one_cause_takes_the_place_of_another, an_instant_is_kept_in_whole_milliseconds, organizations_do_not_share_a_service_account;
            held_back: a_delta_that_would_redden_a_fifth_changes_nothing_at_all, frozen_users_and_changed_ones_are_counted_together, people_who_leave_the_group_count_and_people_who_come_back_do_not, what_a_person_agreed_to_is_applied_by_the_next_session_and_more_is_not, a_list_that_is_not_believed_is_read_anew_and_not_gone_on_with, an_empty_list_is_held_back_also_the_very_first, a_resumed_load_is_measured_as_a_whole, whoever_agrees_to_a_loss_sees_it_as_the_second_absence, people_who_vanish_for_the_second_time_are_counted_too, another_environment_has_other_people_and_is_not_held_back, nothing_is_there_to_agree_to_while_nothing_is_held_back, whoever_agrees_is_told_of_in_the_audit_once, a_consent_to_flips_is_none_to_a_list_that_lost_people, what_is_held_back_is_still_so_after_a_restart, what_was_meant_is_not_held_back, other_organizations_are_not_held_back_with_one;
            incidents: the_same_text_opens_once_and_another_text_takes_its_place, a_recovery_tells_who_is_back_and_who_is_not_until_it_is_dismissed, open_incidents_come_with_the_most_members_first, a_cause_that_comes_back_begins_anew, a_text_of_any_length_is_bounded_and_still_the_same, a_disconnection_ends_a_loss_and_leaves_nothing_to_tell, a_loss_lies_over_members_of_their_own_incidents;
            lists: every_filter_sort_and_overlay_gives_the_pages_that_the_rows_say_with_or_without_a_search, a_page_has_at_most_500_rows_and_a_window_behind_the_end_none, large_parts_are_walked_and_give_the_same_rows_as_small_ones_that_are_picked, a_user_nobody_knows_is_none, users_of_the_same_name_stand_in_the_order_of_their_ids, a_page_of_no_rows_tells_how_many_there_are;
            loads: new_users_stand_in_the_list_as_not_initialized_until_the_load_is_published, an_interrupted_load_is_taken_up_behind_the_largest_id, a_load_of_the_other_environment_begins_anew_and_leaves_nobody_of_the_old_one, a_member_turns_red_when_two_loads_in_a_row_do_not_name_it, an_absence_between_two_sightings_is_forgotten, a_suspended_member_who_is_absent_once_keeps_the_text, the_service_account_is_never_a_member, a_status_that_stays_keeps_its_beginning, anything_can_be_a_name, the_watermark_of_a_load_is_its_beginning_and_not_the_newest_user_it_read, a_page_that_names_a_user_twice_keeps_the_last, a_page_comes_again_after_an_interruption_and_counts_once, an_empty_page_leaves_the_place_where_a_load_goes_on, a_load_is_published_once, a_user_deactivated_before_the_first_evaluation_never_was_a_member, the_beginning_of_a_load_is_kept_with_its_first_page, a_load_without_a_page_begins_anew, a_stranger_who_is_not_named_twice_leaves_the_mirror, a_pause_outlives_a_load_and_an_absence;
            member_checks: facts_of_one_member_are_applied_at_once_with_history_and_incident, a_freeze_of_one_says_nothing_of_the_others, the_watermark_does_not_pass_those_who_were_not_read, an_answer_older_than_what_is_known_changes_nothing, an_absence_counts_the_second_time_in_a_row_whoever_saw_the_first, nobody_is_believed_to_be_gone_while_a_complete_list_is_doubted, a_user_nobody_knows_is_not_checked, nobody_is_checked_before_everyone_was_read, a_check_finds_a_changed_service_account_too, a_failed_check_changes_no_status_and_keeps_what_stopped_it;
            organizations: organizations_are_listed_by_name_without_accents_and_case, an_organization_reads_back_as_it_was_added, an_unknown_organization_is_named_as_such, a_setting_is_none_until_it_is_set_and_then_the_last_value, two_organizations_with_the_same_users_do_not_mix, a_deleted_organization_is_gone_at_once_and_the_audit_names_it, a_deleted_organization_takes_no_work, names_and_external_ids_are_one_organizations, a_name_that_salesforce_gives_a_second_time_is_numbered, a_name_by_hand_outlives_what_salesforce_says, an_app_replaces_the_one_of_its_environment_and_no_other, a_setting_without_an_entry_tells_the_audit_nothing, a_new_organization_stands_at_its_beginning;
            searches: accents_and_case_do_not_matter, what_was_pasted_from_elsewhere_is_found, every_word_must_match_in_whichever_field, quotes_operators_and_wildcards_are_letters_like_any_other, letters_in_another_order_do_not_match, a_search_finds_within_a_filter_only, somebody_of_another_organization_is_not_found;
            session_list: sessions_come_newest_first_filtered_counted_and_paged, old_sessions_are_forgotten_and_quiet_ones_sooner, the_consoles_own_calls_are_those_of_its_sessions, calls_to_the_organization_before_count_in_its_own_limit, a_share_of_calls_is_reached_by_the_newest_session_without_which_it_would_not_be, a_window_behind_the_last_session_is_empty_and_counts_them_all, a_session_that_is_open_is_never_forgotten, a_share_of_nothing_is_reached_by_whatever_came_last;
            sessions: a_session_reads_back_with_members_and_suspended_from_the_counters, sessions_left_open_are_closed_as_interrupted_by_the_next, a_session_of_another_organization_is_not_ended, the_newest_session_is_the_newest_by_number, what_stopped_a_session_is_bounded, only_what_read_everything_says_as_of_when_statuses_are;
            sources: the_same_salesforce_organization_keeps_the_mirror, another_salesforce_organization_begins_the_mirror_anew, what_was_known_before_the_source_was_named_counts_as_its_own, a_load_of_the_organization_before_is_not_gone_on_with, members_of_the_organization_before_are_no_loss, checks_of_the_account_are_read_back_replaced_and_forgotten;
            status_changes: every_change_is_kept_with_its_cause_down_to_the_beginning, somebody_who_is_not_a_member_has_no_history, a_first_load_is_no_change_and_each_has_a_beginning, changes_that_are_held_back_leave_no_trace, a_loss_lies_over_the_histories_that_it_touched, a_change_is_forgotten_after_90_days_and_the_status_before_stays_told, somebody_who_left_the_group_has_a_history_that_ends_so, the_history_of_somebody_nobody_knows_is_not_found;
        }
    };
}

/// The tests of [`store_conformance!`], by module.
#[macro_export]
macro_rules! store_tests {
    ($subject:ty; $($module:ident: $($test:ident),*;)*) => {
        $(mod $module {
            use super::*;

            $(#[tokio::test]
            async fn $test() {
                $crate::port::store::conformance::$module::$test::<$subject>().await;
            })*
        })*

        #[test]
        #[allow(clippy::print_stdout, reason = "the number of tests is what this one tells")]
        fn the_suite_is_complete() {
            let tests = [$($(stringify!($test)),*),*];
            println!("{} tests of the suite run on {}", tests.len(), stringify!($subject));
            assert_eq!(tests.len(), $crate::port::store::conformance::written());
        }
    };
}
