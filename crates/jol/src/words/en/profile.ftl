# Skills, experience and wishes
