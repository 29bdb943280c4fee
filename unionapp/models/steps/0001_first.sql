-- The first schema. Frozen: never edited after a release.

CREATE TABLE activity ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, kind TEXT, name TEXT, held_on TEXT, until_on TEXT, place_id TEXT, place TEXT, employer_id TEXT, host TEXT, head_count INTEGER, results TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_activity_id UNIQUE (id) );

CREATE INDEX ix_activity_employer_id ON activity (employer_id);

CREATE INDEX ix_activity_place_id ON activity (place_id);

CREATE TABLE activity_entry ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, activity_id TEXT, person_id TEXT, name TEXT, team TEXT, role TEXT, pair_id TEXT, attended INTEGER, result TEXT, prize TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_activity_entry_id UNIQUE (id) );

CREATE INDEX ix_activity_entry_activity_id ON activity_entry (activity_id);

CREATE INDEX ix_activity_entry_pair_id ON activity_entry (pair_id);

CREATE INDEX ix_activity_entry_person_id ON activity_entry (person_id);

CREATE TABLE aid_item ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, case_id TEXT, kind TEXT, name TEXT, quantity INTEGER, unit TEXT, value_fen INTEGER, given_on TEXT, receiver_id TEXT, worker_id TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_aid_item_id UNIQUE (id) );

CREATE INDEX ix_aid_item_case_id ON aid_item (case_id);

CREATE INDEX ix_aid_item_receiver_id ON aid_item (receiver_id);

CREATE INDEX ix_aid_item_worker_id ON aid_item (worker_id);

CREATE TABLE attachment ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, of_kind TEXT, of_id TEXT, name TEXT, sha256 TEXT, size INTEGER, media_type TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_attachment_id UNIQUE (id) );

CREATE INDEX ix_attachment_of_id_name ON attachment (of_id, name);

CREATE TABLE audit ( seq INTEGER NOT NULL, at TEXT NOT NULL, worker TEXT NOT NULL, action TEXT NOT NULL, kind TEXT, record TEXT, detail TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (seq) );

CREATE TABLE blob ( sha256 TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (sha256) );

CREATE TABLE bundle ( seq INTEGER NOT NULL, id TEXT NOT NULL, direction TEXT NOT NULL, type TEXT NOT NULL, device TEXT NOT NULL, incarnation INTEGER NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL, previous_hash TEXT NOT NULL, operations INTEGER NOT NULL, at TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY (seq), UNIQUE (id) );

CREATE TABLE campaign ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, programme TEXT, name TEXT, from_on TEXT, to_on TEXT, quota INTEGER, budget_fen INTEGER, each_fen INTEGER, goods TEXT, place_id TEXT, closed_on TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_campaign_id UNIQUE (id) );

CREATE INDEX ix_campaign_place_id ON campaign (place_id);

CREATE TABLE campaign_entry ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, campaign_id TEXT, subject_kind TEXT, subject_id TEXT, line INTEGER, amount_fen INTEGER, goods TEXT, case_id TEXT, signed_on TEXT, signer TEXT, street_id TEXT, main_cause TEXT, worker_id TEXT, removed_because TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_campaign_entry_id UNIQUE (id) );

CREATE INDEX ix_campaign_entry_campaign_id ON campaign_entry (campaign_id);

CREATE INDEX ix_campaign_entry_case_id ON campaign_entry (case_id);

CREATE INDEX ix_campaign_entry_street_id ON campaign_entry (street_id);

CREATE INDEX ix_campaign_entry_subject_id ON campaign_entry (subject_id);

CREATE INDEX ix_campaign_entry_worker_id ON campaign_entry (worker_id);

CREATE TABLE "case" ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, programme TEXT, edition TEXT, subject_kind TEXT, subject_id TEXT, number TEXT, state TEXT, step TEXT, person_id TEXT, concern TEXT, period TEXT, campaign_id TEXT, contact_id TEXT, response_id TEXT, answers TEXT, opened_on TEXT, notice_until TEXT, due_on TEXT, facts TEXT, decided_on TEXT, amount_fen INTEGER, proof TEXT, decision_hash TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_case_id UNIQUE (id) );

CREATE INDEX ix_case_campaign_id ON "case" (campaign_id);

CREATE INDEX ix_case_contact_id ON "case" (contact_id);

CREATE INDEX ix_case_person_id ON "case" (person_id);

CREATE INDEX ix_case_programme_state ON "case" (programme, state);

CREATE INDEX ix_case_response_id ON "case" (response_id);

CREATE INDEX ix_case_subject_id ON "case" (subject_id);

CREATE TABLE case_event ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, case_id TEXT, step TEXT, at TEXT, worker_id TEXT, "before" TEXT, "after" TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_case_event_id UNIQUE (id) );

CREATE INDEX ix_case_event_case_id ON case_event (case_id);

CREATE INDEX ix_case_event_worker_id ON case_event (worker_id);

CREATE TABLE clock ( one INTEGER NOT NULL CHECK (one = 1), device TEXT NOT NULL, incarnation INTEGER NOT NULL, counter INTEGER NOT NULL, hlc INTEGER NOT NULL, wall INTEGER NOT NULL, author TEXT NOT NULL, applying INTEGER NOT NULL, PRIMARY KEY (one) );

CREATE TABLE "conflict" ( seq INTEGER NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, heads TEXT NOT NULL, found_at TEXT NOT NULL, settled_by TEXT, PRIMARY KEY (seq), CONSTRAINT uq_conflict_field UNIQUE (kind, record, field) );

CREATE TABLE consent ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, person_id TEXT, scope TEXT, version TEXT, given_on TEXT, method TEXT, withdrawn_at TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_consent_id UNIQUE (id) );

CREATE INDEX ix_consent_person_id ON consent (person_id);

CREATE TABLE draft ( kind TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, record, field) );

CREATE TABLE draft_answer ( response TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, typed TEXT NOT NULL, accepted TEXT NOT NULL, aside TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (response, path) );

CREATE TABLE employer ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, name TEXT, credit_code TEXT, address TEXT, contact TEXT, phone TEXT, unit_kind TEXT, industry TEXT, door_id TEXT, union_state TEXT, belongs_to TEXT, workers INTEGER, women INTEGER, eight_group_workers INTEGER, members INTEGER, organising_progress TEXT, surveyed_on TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_employer_id UNIQUE (id) );

CREATE INDEX ix_employer_credit_code ON employer (credit_code);

CREATE INDEX ix_employer_door_id ON employer (door_id);

CREATE TABLE expense_line ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, activity_id TEXT, item TEXT, means TEXT, amount_fen INTEGER, paid_on TEXT, voucher TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_expense_line_id UNIQUE (id) );

CREATE INDEX ix_expense_line_activity_id ON expense_line (activity_id);

CREATE TABLE follow_up ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, kind TEXT, case_id TEXT, step TEXT, subject_kind TEXT, subject_id TEXT, due_on TEXT, worker_id TEXT, done_on TEXT, result TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_follow_up_id UNIQUE (id) );

CREATE INDEX ix_follow_up_case_id ON follow_up (case_id);

CREATE INDEX ix_follow_up_due_on ON follow_up (due_on);

CREATE INDEX ix_follow_up_subject_id ON follow_up (subject_id);

CREATE INDEX ix_follow_up_worker_id ON follow_up (worker_id);

CREATE TABLE form_version ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, form_id TEXT, version TEXT, title TEXT, subject TEXT, digest TEXT, engine INTEGER, xform TEXT, extras TEXT, files TEXT, loaded_at TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_form_version_id UNIQUE (id) );

CREATE INDEX ix_form_version_digest ON form_version (digest);

CREATE INDEX ix_form_version_form_id ON form_version (form_id);

CREATE TABLE hardship_event ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, file_id TEXT, event TEXT, "on" TEXT, at TEXT, worker_id TEXT, "before" TEXT, "after" TEXT, proof TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_hardship_event_id UNIQUE (id) );

CREATE INDEX ix_hardship_event_file_id ON hardship_event (file_id);

CREATE INDEX ix_hardship_event_worker_id ON hardship_event (worker_id);

CREATE TABLE hardship_file ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, household_id TEXT, applicant_id TEXT, filed_on TEXT, people INTEGER, annual_income_fen INTEGER, rigid_costs_fen INTEGER, accident_losses_fen INTEGER, dibao_kind TEXT, main_cause TEXT, further_causes TEXT, exclusions TEXT, exclusion_evidence TEXT, note TEXT, state TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_hardship_file_id UNIQUE (id) );

CREATE INDEX ix_hardship_file_applicant_id ON hardship_file (applicant_id);

CREATE INDEX ix_hardship_file_household_id ON hardship_file (household_id);

CREATE TABLE holiday ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, "on" TEXT, kind TEXT, name TEXT, document TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_holiday_id UNIQUE (id) );

CREATE INDEX ix_holiday_on ON holiday ("on");

CREATE TABLE household ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, door_id TEXT, head_id TEXT, tenure TEXT, phone TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_household_id UNIQUE (id) );

CREATE INDEX ix_household_door_id ON household (door_id);

CREATE INDEX ix_household_head_id ON household (head_id);

CREATE TABLE inspection ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, point_id TEXT, "on" TEXT, worker_id TEXT, response_id TEXT, met TEXT, finding TEXT, mend_by TEXT, mended_on TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_inspection_id UNIQUE (id) );

CREATE INDEX ix_inspection_point_id ON inspection (point_id);

CREATE INDEX ix_inspection_response_id ON inspection (response_id);

CREATE INDEX ix_inspection_worker_id ON inspection (worker_id);

CREATE TABLE issued_document ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, document TEXT, subject_kind TEXT, subject_id TEXT, copy INTEGER, at TEXT, worker_id TEXT, content_hash TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_issued_document_id UNIQUE (id) );

CREATE INDEX ix_issued_document_worker_id ON issued_document (worker_id);

CREATE TABLE membership ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, person_id TEXT, union_id TEXT, number TEXT, applied_on TEXT, household_members TEXT, union_post TEXT, remark TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_membership_id UNIQUE (id) );

CREATE INDEX ix_membership_person_id ON membership (person_id);

CREATE INDEX ix_membership_union_id ON membership (union_id);

CREATE TABLE membership_event ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, membership_id TEXT, event TEXT, "on" TEXT, union_id TEXT, paper TEXT, other_union TEXT, previous TEXT, worker_id TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_membership_event_id UNIQUE (id) );

CREATE INDEX ix_membership_event_membership_id ON membership_event (membership_id);

CREATE INDEX ix_membership_event_union_id ON membership_event (union_id);

CREATE INDEX ix_membership_event_worker_id ON membership_event (worker_id);

CREATE TABLE meta ( "key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key") );

CREATE TABLE office_setting ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, programme TEXT, name TEXT, value TEXT, reason TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_office_setting_id UNIQUE (id) );

CREATE TABLE operation ( seq INTEGER NOT NULL, id TEXT NOT NULL, device TEXT NOT NULL, incarnation INTEGER NOT NULL, counter INTEGER NOT NULL, hlc INTEGER NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, home_division TEXT NOT NULL, fields TEXT NOT NULL, replaces TEXT NOT NULL, bundle TEXT, PRIMARY KEY (seq), UNIQUE (id) );

CREATE INDEX ix_operation_bundle ON operation (bundle);

CREATE INDEX ix_operation_record ON operation (record);

CREATE TABLE outgoing ( bundle TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (bundle) );

CREATE TABLE parked ( id TEXT NOT NULL, waits_for TEXT NOT NULL, bundle TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id) );

CREATE INDEX ix_parked_waits_for ON parked (waits_for);

CREATE TABLE person ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, name TEXT, identity_number TEXT, phone TEXT, sex TEXT, birth_date TEXT, household_id TEXT, address TEXT, relation TEXT, workplace TEXT, employer_id TEXT, occupation_group TEXT, work_status TEXT, post TEXT, title TEXT, monthly_wage_fen INTEGER, claims_membership INTEGER, ethnicity TEXT, education TEXT, native_place TEXT, political_status TEXT, marital_status TEXT, health TEXT, resume TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_person_id UNIQUE (id) );

CREATE INDEX ix_person_employer_id ON person (employer_id);

CREATE INDEX ix_person_household_id ON person (household_id);

CREATE INDEX ix_person_identity_number ON person (identity_number);

CREATE INDEX ix_person_phone ON person (phone);

CREATE TABLE place ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, kind TEXT, parent_id TEXT, name TEXT, division TEXT, "order" INTEGER, floor INTEGER, number TEXT, door_kind TEXT, owner_id TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_place_id UNIQUE (id) );

CREATE INDEX ix_place_owner_id ON place (owner_id);

CREATE INDEX ix_place_parent_id ON place (parent_id);

CREATE INDEX ix_place_parent_id_order ON place (parent_id, "order");

CREATE TABLE point ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, kind TEXT, name TEXT, place_id TEXT, address TEXT, employer_id TEXT, keeper TEXT, phone TEXT, opened_on TEXT, closed_on TEXT, code TEXT, note TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_point_id UNIQUE (id) );

CREATE INDEX ix_point_employer_id ON point (employer_id);

CREATE INDEX ix_point_place_id ON point (place_id);

CREATE TABLE print_job ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, document TEXT, printer TEXT, media TEXT, pages INTEGER, content_hash TEXT, at TEXT, worker_id TEXT, answers_id TEXT, came_out INTEGER, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_print_job_id UNIQUE (id) );

CREATE INDEX ix_print_job_answers_id ON print_job (answers_id);

CREATE INDEX ix_print_job_worker_id ON print_job (worker_id);

CREATE TABLE quota_plan ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, programme TEXT, name TEXT, base INTEGER, base_on TEXT, document TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_quota_plan_id UNIQUE (id) );

CREATE TABLE quota_row ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, plan_id TEXT, label TEXT, until_on TEXT, share INTEGER, target INTEGER, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_quota_row_id UNIQUE (id) );

CREATE INDEX ix_quota_row_plan_id ON quota_row (plan_id);

CREATE TABLE receipt ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, series TEXT, running INTEGER, number TEXT, case_id TEXT, payee_id TEXT, amount_fen INTEGER, voids_id TEXT, issued_at TEXT, worker_id TEXT, content TEXT, previous_hash TEXT, hash TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_receipt_id UNIQUE (id) );

CREATE INDEX ix_receipt_case_id ON receipt (case_id);

CREATE INDEX ix_receipt_payee_id ON receipt (payee_id);

CREATE INDEX ix_receipt_voids_id ON receipt (voids_id);

CREATE INDEX ix_receipt_worker_id ON receipt (worker_id);

CREATE UNIQUE INDEX uq_receipt_series_running ON receipt (series, running);

CREATE TABLE response ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, form_version_id TEXT, form_id TEXT, state TEXT, door_id TEXT, visit_id TEXT, household_id TEXT, person_id TEXT, employer_id TEXT, worker_id TEXT, started_at TEXT, finished_at TEXT, answers TEXT, accepted TEXT, aside TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_response_id UNIQUE (id) );

CREATE INDEX ix_response_door_id ON response (door_id);

CREATE INDEX ix_response_employer_id ON response (employer_id);

CREATE INDEX ix_response_form_id_finished_at ON response (form_id, finished_at);

CREATE INDEX ix_response_form_version_id ON response (form_version_id);

CREATE INDEX ix_response_household_id ON response (household_id);

CREATE INDEX ix_response_person_id ON response (person_id);

CREATE INDEX ix_response_state ON response (state);

CREATE INDEX ix_response_visit_id ON response (visit_id);

CREATE INDEX ix_response_worker_id ON response (worker_id);

CREATE TABLE response_event ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, response_id TEXT, event TEXT, at TEXT, worker_id TEXT, reason TEXT, detail TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_response_event_id UNIQUE (id) );

CREATE INDEX ix_response_event_response_id ON response_event (response_id);

CREATE INDEX ix_response_event_worker_id ON response_event (worker_id);

CREATE TABLE search_dirty ( record TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (record) );

CREATE TABLE search_entry ( rid INTEGER NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (rid), UNIQUE (record) );

CREATE TABLE series ( purpose TEXT NOT NULL, series TEXT NOT NULL, last INTEGER NOT NULL, last_hash TEXT NOT NULL, total_fen INTEGER NOT NULL, PRIMARY KEY (purpose, series) );

CREATE TABLE standard ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, division TEXT, kind TEXT, valid_from TEXT, valid_to TEXT, amount_fen INTEGER, document TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_standard_id UNIQUE (id) );

CREATE INDEX ix_standard_division_valid_from ON standard (division, valid_from);

CREATE TABLE "union" ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, name TEXT, credit_code TEXT, employer_id TEXT, place_id TEXT, established_on TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_union_id UNIQUE (id) );

CREATE INDEX ix_union_employer_id ON "union" (employer_id);

CREATE INDEX ix_union_place_id ON "union" (place_id);

CREATE TABLE visit ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, door_id TEXT, household_id TEXT, employer_id TEXT, worker_id TEXT, at TEXT, outcome TEXT, note TEXT, next_on TEXT, next_time TEXT, withdrawn_at TEXT, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_visit_id UNIQUE (id) );

CREATE INDEX ix_visit_door_id ON visit (door_id);

CREATE INDEX ix_visit_door_id_at ON visit (door_id, at);

CREATE INDEX ix_visit_employer_id ON visit (employer_id);

CREATE INDEX ix_visit_household_id ON visit (household_id);

CREATE INDEX ix_visit_next_on ON visit (next_on);

CREATE INDEX ix_visit_worker_id ON visit (worker_id);

CREATE INDEX ix_visit_worker_id_at ON visit (worker_id, at);

CREATE TABLE worker ( rid INTEGER NOT NULL, id TEXT NOT NULL, home_division TEXT NOT NULL, deleted_at TEXT, name TEXT, roles TEXT, phone TEXT, active INTEGER, base_op TEXT, heads TEXT, PRIMARY KEY (rid), CONSTRAINT uq_worker_id UNIQUE (id) );

CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '-'");
